/*
 * Three parts: what can be tried (add a card here), how a card works, and what the
 * server says about itself. The upload is in upload.js.
 */

// ---------------------------------------------------------------- what can be tried

/*
 * A try is: a title, a sentence, fields, and a function that makes the request out of
 * their values. Without a "run" of its own the request is sent and the answer shown.
 */
const tries = [
	{
		id: 'greeting',
		title: 'Greeting',
		about: 'A handler that answers at once.',
		action: 'Greet',
		fields: [{ name: 'name', label: 'Name', value: 'Ada', maxLength: 60, required: true }],
		request: ({ name }) => ({ method: 'GET', path: `/api/greetings/${encodeURIComponent(name)}` }),
	},
	{
		id: 'echo',
		title: 'Echo',
		about: 'The body comes back while it is still being sent.',
		action: 'Post',
		fields: [{ name: 'body', label: 'Body', value: 'The wind does the work.', element: 'textarea', rows: 2 }],
		request: ({ body }) => ({
			method: 'POST', path: '/api/echo', headers: { 'Content-Type': 'text/plain;charset=UTF-8' }, body,
		}),
	},
	{
		id: 'slow',
		title: 'Slow answer',
		about: 'Ask, then press Ctrl-C where the server runs. You still get your answer; only then does it end.',
		action: 'Ask',
		fields: [{ name: 'seconds', label: 'Seconds, up to 60', value: 5, type: 'number', min: 0, max: 60, required: true }],
		request: ({ seconds }) => ({ method: 'GET', path: `/api/slow?seconds=${encodeURIComponent(seconds)}` }),
	},
	{
		id: 'clock',
		title: 'Clock',
		about: 'Server-sent events, one each second, until you stop them.',
		action: 'Start',
		request: () => ({ method: 'GET', path: '/api/clock' }),
		run: followEvents,
	},
	{
		id: 'socket',
		title: 'WebSocket',
		about: 'Stays open: each message comes back on the same connection.',
		action: 'Send',
		end: 'Close',
		fields: [{ name: 'message', label: 'Message', value: 'Kee-kee-kee', maxLength: 200, required: true }],
		request: () => ({ method: 'GET', path: '/ws/echo' }),
		run: converse,
	},
	{
		id: 'download',
		title: 'File',
		about: 'Ten megabytes that go from the file to the network without a copy in the server.',
		action: 'Download',
		request: () => ({ method: 'GET', path: '/api/download' }),
		run: measureDownload,
	},
];

async function exchange({ request, view, signal }) {
	const started = performance.now();
	const response = await send(request, signal);
	const text = await response.text();
	view.outcome(`${status(response)} after ${duration(started)}`, response.ok ? 'good' : 'bad');
	view.text(readable(text, response.headers.get('Content-Type')));
}

async function measureDownload({ request, view, signal }) {
	const started = performance.now();
	const response = await send(request, signal);
	let bytes = 0;
	for (const reader = response.body.getReader(); ;) {
		const { done, value } = await reader.read();
		if (done) {
			break;
		}
		bytes += value.length;
	}
	view.outcome(`${status(response)} after ${duration(started)}`, response.ok ? 'good' : 'bad');
	view.text(`${bytes.toLocaleString('en')} bytes\n${response.headers.get('Content-Disposition')}`);
}

function followEvents({ request, view, signal }) {
	return new Promise((resolve, reject) => {
		const events = new EventSource(request.path);
		let open = false;
		events.onopen = () => {
			open = true;
			view.outcome('200 OK, receiving events', 'good');
		};
		events.onmessage = (event) => view.line(new Date(JSON.parse(event.data).time).toLocaleTimeString());
		events.onerror = () => {
			// Left alone, it would connect again and again.
			events.close();
			if (open) {
				view.outcome('The server ended the stream.');
				resolve();
			}
			else {
				reject(new NoAnswer());
			}
		};
		signal.addEventListener('abort', () => {
			events.close();
			reject(signal.reason);
		});
	});
}

function converse({ request, values, view, signal, onNext }) {
	return new Promise((resolve, reject) => {
		const url = new URL(request.path, location.href);
		url.protocol = url.protocol.replace('http', 'ws');
		const socket = new WebSocket(url);
		const say = ({ message }) => {
			view.line(`→ ${message}`);
			socket.send(message);
		};
		let open = false;
		socket.onopen = () => {
			open = true;
			view.outcome('101 Switching Protocols, open', 'good');
			say(values);
			onNext(say);
		};
		socket.onmessage = (event) => view.line(`← ${event.data}`);
		socket.onclose = ({ code }) => {
			if (open) {
				view.outcome(closing(code), code === 1006 ? 'bad' : 'none');
				resolve();
			}
			else {
				reject(new NoAnswer());
			}
		};
		signal.addEventListener('abort', () => socket.close(1000));
	});
}

function closing(code) {
	const reasons = { 1000: 'Closed by you', 1001: 'Closed by the server, which stops', 1006: 'The connection broke' };
	return `${reasons[code] ?? 'Closed by the server'} (code ${code}).`;
}

// ---------------------------------------------------------------- requests and answers

class NoAnswer extends Error {
}

async function send({ method, path, headers, body }, signal) {
	try {
		return await fetch(path, { method, headers, body, signal, cache: 'no-store' });
	}
	catch (error) {
		throw error instanceof TypeError ? new NoAnswer() : error;
	}
}

export function status({ status, statusText }) {
	// HTTP/2 has no status text.
	return `${status} ${statusText}`.trim();
}

export function duration(started) {
	const milliseconds = performance.now() - started;
	return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

export function readable(text, contentType) {
	return /[/+]json\b/.test(contentType ?? '') ? JSON.stringify(JSON.parse(text), null, 2) : text;
}

function instantiate(templateId) {
	return document.getElementById(templateId).content.firstElementChild.cloneNode(true);
}

// ---------------------------------------------------------------- a card

const MAX_LINES = 8;

function createCard(definition) {
	const form = instantiate('card-template');
	const [submit, stop] = form.querySelectorAll('button');
	const view = createView(form.querySelector('.answer'));
	let running = null;

	form.id = definition.id;
	form.setAttribute('aria-labelledby', `${definition.id}-title`);
	const title = form.querySelector('h3');
	title.id = `${definition.id}-title`;
	title.textContent = definition.title;
	form.querySelector('.about p').textContent = definition.about;
	form.querySelector('.fields').append(...(definition.fields ?? []).map(createField));
	submit.textContent = definition.action;
	stop.textContent = definition.end ?? 'Stop';

	const values = () => Object.fromEntries(new FormData(form));
	const showRequest = () => {
		const { method, path } = definition.request(values());
		const verb = document.createElement('b');
		verb.textContent = method;
		form.querySelector('.request').replaceChildren(verb, ` ${path}`);
	};

	// Not "disabled", which would take the focus away.
	const busy = (value) => submit.setAttribute('aria-disabled', value);

	async function run() {
		running = new AbortController();
		busy(true);
		stop.hidden = false;
		view.clear();
		try {
			await (definition.run ?? exchange)({
				request: definition.request(values()),
				values: values(),
				view,
				signal: running.signal,
				// For a try that goes on: what to do when the visitor submits again.
				onNext: (next) => {
					running.next = next;
					busy(false);
				},
			});
		}
		catch (error) {
			explain(error);
		}
		finally {
			const stopHadFocus = document.activeElement === stop;
			running = null;
			busy(false);
			stop.hidden = true;
			if (stopHadFocus) {
				submit.focus();
			}
		}
	}

	function explain(error) {
		if (error.name === 'AbortError') {
			view.outcome('Stopped by you.');
			return;
		}
		const broken = error instanceof NoAnswer || error instanceof TypeError;
		view.outcome(broken ? 'No answer. Is the server still running?' : `The answer can’t be shown: ${error.message}`, 'bad');
		server.refresh();
	}

	form.addEventListener('submit', (event) => {
		event.preventDefault();
		if (running) {
			running.next?.(values());
		}
		else {
			run();
		}
	});
	form.addEventListener('input', showRequest);
	stop.addEventListener('click', () => running?.abort());
	showRequest();
	return form;
}

function createField({ label, element = 'input', ...properties }) {
	const wrapper = document.createElement('label');
	const control = Object.assign(document.createElement(element), { autocomplete: 'off' }, properties);
	wrapper.append(label, control);
	return wrapper;
}

export function createView(answer) {
	const outcome = answer.querySelector('.outcome');
	const content = answer.querySelector('pre');
	content.setAttribute('aria-label', 'Answer');
	let lines = [];
	return {
		clear() {
			lines = [];
			this.text('');
			this.outcome('Waiting for the answer', 'waiting');
		},
		outcome(text, tone = 'none') {
			outcome.textContent = text;
			answer.dataset.tone = tone;
		},
		text(text) {
			content.textContent = text;
			content.hidden = !text;
		},
		line(line) {
			lines = [...lines, line].slice(-MAX_LINES);
			this.text(lines.join('\n'));
		},
	};
}

// ---------------------------------------------------------------- the server

const LISTENING_INTERVAL = 5000;
const SILENT_INTERVAL = 2000;

export const server = (() => {
	const state = document.getElementById('state');
	const notice = document.getElementById('notice');
	const panel = document.getElementById('server');
	let timer;
	let shown;
	let asking;

	async function ask() {
		clearTimeout(timer);
		let listening = true;
		try {
			const response = await fetch('/api/server', { cache: 'no-store', signal: AbortSignal.timeout(4000) });
			show(await response.text());
		}
		catch {
			listening = false;
		}
		announce(listening);
		if (!document.hidden) {
			timer = setTimeout(refresh, listening ? LISTENING_INTERVAL : SILENT_INTERVAL);
		}
	}

	function announce(listening) {
		const next = listening ? 'listening' : 'silent';
		if (state.dataset.state === next) {
			return;
		}
		state.dataset.state = panel.dataset.state = next;
		state.textContent = listening ? 'Listening' : 'Not answering';
		notice.hidden = listening;
		notice.textContent = listening ? '' : 'The server does not answer. This page looks again every two seconds.';
		document.dispatchEvent(new Event(next));
	}

	function show(text) {
		// Untouched while nothing changes, for the sake of focus and selection.
		if (text !== shown) {
			const view = JSON.parse(text);
			document.getElementById('addresses').replaceChildren(...view.addresses.map((url) => createAddress(url, view)));
			document.getElementById('facts').replaceChildren(...facts(view));
			shown = text;
		}
	}

	function refresh() {
		asking ??= ask().finally(() => {
			asking = undefined;
		});
		return asking;
	}

	document.addEventListener('visibilitychange', refresh);
	return { refresh };
})();

function createAddress(url, view) {
	const item = instantiate('address-template');
	const [link, here, command] = item.children;
	const unixSocket = /^(https?):\/\/unix:(.+)$/.exec(url);
	link.textContent = url;
	if (unixSocket) {
		const [, scheme, path] = unixSocket;
		fillCommand(command, `curl ${scheme === 'https' ? '-k ' : ''}--unix-socket ${quoted(path)} ${scheme}://localhost/api/server`);
		here.remove();
	}
	else {
		link.href = reachable(url);
		const { protocol, port } = new URL(link.href);
		here.hidden = protocol !== location.protocol || port !== location.port || !view.connection.localAddress;
		command.remove();
	}
	return item;
}

function fillCommand(element, command) {
	const [code, button] = element.children;
	code.textContent = command;
	button.setAttribute('aria-label', `Copy ${command}`);
	button.addEventListener('click', () => copyText(button, code));
}

/* All addresses of a machine are none that a browser can go to. */
function reachable(url) {
	return url.replace(/^(https?:\/\/)(\[::\]|0\.0\.0\.0|\*|\+)(?=[:/]|$)/, `$1${location.hostname}`);
}

/* For a shell. */
function quoted(path) {
	return /^[\w/.@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

async function copyText(button, element) {
	try {
		await navigator.clipboard.writeText(element.textContent);
		button.textContent = 'Copied';
	}
	catch {
		// Only pages of this machine and of https may write to the clipboard.
		getSelection().selectAllChildren(element);
		button.textContent = 'Selected';
	}
	setTimeout(() => {
		button.textContent = 'Copy';
	}, 2000);
}

function facts({ kestrel, preferHostingUrls, profiles, connection }) {
	const { localAddress, localPort, protocol, secure, tls } = connection;
	const host = localAddress?.includes(':') ? new URL(`http://[${localAddress.split('%')[0]}]`).hostname : localAddress;
	return Object.entries({
		'Arrived at': localAddress ? `${host}:${localPort}` : 'a Unix socket',
		'Spoken': secure ? `${protocol} over ${tls?.protocol ?? 'TLS'}` : protocol,
		...tls && {
			'Cipher suite': tls.cipherSuite,
			'Server name': tls.serverName ?? 'none asked for',
			'Client': tls.client ?? 'no certificate',
		},
		'Server': kestrel ? 'Kestrel for Spring Boot' : 'Spring Boot’s own (kestrel.enabled=false)',
		'Prefer URLs': preferHostingUrls ? 'yes, they win over named endpoints' : 'no, named endpoints win',
		'Profiles': profiles.join(', ') || 'none',
	}).flatMap(([term, description]) => {
		const dt = document.createElement('dt');
		const dd = document.createElement('dd');
		dt.textContent = term;
		dd.textContent = description;
		return [dt, dd];
	});
}

document.getElementById('cards').append(...tries.map(createCard));
server.refresh();
