// Talks to the WebSocket of a URL with the package ws, and tells what happens line by line.
// Arguments: a directory with node_modules/ws, URL, "all" or "wait" for the server's close.
import { createRequire } from 'node:module';

const [directory, url, mode] = process.argv.slice(2);
const WebSocket = createRequire(directory + '/')('ws');

function open(path, options = {}) {
	const socket = new WebSocket(url + path, ['chat', 'other'], { rejectUnauthorized: false, ...options });
	const events = [];
	let wake = () => {};
	const tell = (event) => { events.push(event); wake(); };
	socket.on('open', () => tell(`open ${socket.protocol || '-'} ${socket.extensions || '-'}`));
	socket.on('message', (data, binary) => tell(`${binary ? 'binary' : 'text'} ${data.length > 40 ? `of ${data.length}` : data}`));
	socket.on('pong', (data) => tell(`pong ${data}`));
	socket.on('close', (code, reason) => tell(`close ${code} ${reason}`.trim()));
	socket.on('error', (error) => tell(`error ${error.message}`));
	socket.next = async () => {
		while (!events.length) {
			await new Promise((resolve) => { wake = resolve; });
		}
		return events.shift();
	};
	return socket;
}

async function talk(name, path, steps, options) {
	const socket = open(path, options);
	const told = [await socket.next()];
	for (const step of steps) {
		if (told.at(-1).startsWith('close')) {
			break;
		}
		step(socket);
		told.push(await socket.next());
	}
	console.log(`${name}: ${told.join(', ')}`);
}

const compressed = { perMessageDeflate: { threshold: 0 } };
const end = (socket) => socket.close(1000);
if (mode === 'wait') {
	await talk('wait', '/echo', [(socket) => socket.send('hello'), () => {}]);
}
else {
	await talk('echo', '/echo', [(socket) => socket.send('κόσμε'), (socket) => socket.send(Buffer.from([65, 66])),
		(socket) => socket.send('*'.repeat(60_000)), end], { perMessageDeflate: false });
	await talk('permessage-deflate', '/echo', [(socket) => socket.send('*'.repeat(65_536)),
		(socket) => socket.send('again'), end], compressed);
	await talk('fragments', '/echo', [(socket) => {
		socket.send('one ', { fin: false });
		socket.send('two ', { fin: false });
		socket.send('three', { fin: true });
	}, end], compressed);
	await talk('ping', '/echo', [(socket) => socket.ping('now'), end]);
	await talk('close of the client', '/echo', [(socket) => socket.close(4001, 'why')]);
	await talk('close of the server', '/close', [() => {}]);
	await talk('too large', '/echo', [(socket) => socket.send(Buffer.alloc(65_537))], { perMessageDeflate: false });
	await talk('too large when decompressed', '/echo', [(socket) => socket.send(Buffer.alloc(65_537))], compressed);
}
process.exit();
