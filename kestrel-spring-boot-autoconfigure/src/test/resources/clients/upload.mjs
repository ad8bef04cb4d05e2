// Uploads a file with node's fetch: URL's port, file, length|chunked, how often.
import * as fs from 'node:fs';

const [port, file, framing, count] = process.argv.slice(2);
// Before version 20, node has no files as blobs.
const blob = fs.openAsBlob ? await fs.openAsBlob(file) : new Blob([fs.readFileSync(file)]);
for (let i = 0; i < Number(count); i++) {
	const body = (framing === 'length') ? blob : blob.stream();
	const response = await fetch(`http://127.0.0.1:${port}/small`, { method: 'POST', body, duplex: 'half' });
	console.log(response.status, await response.text());
}
process.exit();
