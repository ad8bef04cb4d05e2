/*
 * The upload of a file: a request whose progress is shown, and a refusal that is
 * explained. XMLHttpRequest, because fetch tells nothing about what has been sent.
 */

import { createView, duration, readable, server, status } from './app.js';

const MEGABYTE = 1024 * 1024;

const section = document.getElementById('upload');
const form = document.getElementById('upload-form');
const drop = section.querySelector('.drop');
const input = document.getElementById('upload-file');
const limit = document.getElementById('upload-limit');
const chosen = document.getElementById('upload-chosen');
const megabytes = document.getElementById('upload-megabytes');
const [again, stop] = form.querySelectorAll('button');
const sent = section.querySelector('.sent');
const progress = document.getElementById('upload-progress');
const explanation = section.querySelector('.explanation');
const view = createView(section.querySelector('.answer'));

/* The route of each limit, and where a visitor whose file is too large can change it. */
const routes = {
	server: {
		path: () => '/api/uploads',
		cure: 'To allow more, set server.limits.max-request-body-size in application.properties, or the limit of the endpoint if it has one.',
	},
	small: {
		path: () => '/api/uploads/small',
		cure: 'To allow more, set sample.uploads.small in application.properties: the handler’s @RequestSizeLimit reads it.',
	},
	unlimited: {
		path: () => '/api/uploads/unlimited',
		cure: 'The handler has @DisableRequestSizeLimit, so this limit is that of something between this page and the server.',
	},
	chosen: {
		path: () => `/api/uploads/chosen?limit=${Math.round(megabytes.value * MEGABYTE)}`,
		cure: 'To allow more, choose more here: the handler sets it with MaxRequestBodySizeFeature.',
	},
};

let running = null;

// ---------------------------------------------------------------- sizes

function bytes(number) {
	return `${number.toLocaleString('en')} ${number === 1 ? 'byte' : 'bytes'}`;
}

function size(number) {
	const [unit, name] = number >= MEGABYTE ? [MEGABYTE, 'MB'] : [1024, 'KB'];
	return number < 1024 ? bytes(number) : `${Number((number / unit).toFixed(1)).toLocaleString('en')} ${name}`;
}

function exactSize(number) {
	return number < 1024 ? bytes(number) : `${size(number)} (${bytes(number)})`;
}

// ---------------------------------------------------------------- one upload

function upload() {
	const [file] = input.files;
	if (!file || !form.reportValidity()) {
		return;
	}
	running?.abort();
	const { path, cure } = routes[limit.value];
	const request = new XMLHttpRequest();
	const started = performance.now();
	running = request;

	const end = (text, tone, explained = '') => {
		view.outcome(text, tone);
		explanation.textContent = explained;
		running = null;
		again.removeAttribute('aria-disabled');
		const stopHadFocus = document.activeElement === stop;
		stop.hidden = true;
		if (stopHadFocus) {
			again.focus();
		}
	};
	const showSent = (loaded) => {
		const percent = file.size ? Math.floor(100 * loaded / file.size) : 100;
		progress.value = percent;
		sent.lastElementChild.textContent = `${percent} %, ${size(loaded)} of ${size(file.size)}`;
	};
	request.upload.onprogress = ({ loaded }) => showSent(loaded);
	request.onload = () => {
		const good = request.status < 400;
		if (good) {
			showSent(file.size);
		}
		end(`${status(request)} after ${duration(started)}`, good ? 'good' : 'bad',
			request.status === 413 ? refusal(request.responseText, cure) : '');
		view.text(readable(request.responseText, request.getResponseHeader('Content-Type')));
	};
	request.onerror = () => {
		end('No answer. Is the server still running?', 'bad', `The connection broke while ${file.name} was sent, or the file `
			+ 'can’t be read. If it is too large, this may have been the refusal: five seconds after it the server closes the '
			+ 'connection, and a browser that does not look for an answer before it has sent all may miss it.');
		server.refresh();
	};
	request.onabort = () => end('Stopped by you.', 'none');

	view.clear();
	view.outcome(`Sending ${file.name}, ${exactSize(file.size)}`, 'waiting');
	explanation.textContent = '';
	sent.hidden = false;
	stop.hidden = false;
	again.hidden = false;
	// Not "disabled", which would take the focus away.
	again.setAttribute('aria-disabled', true);
	showSent(0);
	request.open('POST', path());
	request.send(file);
}

/* In words, what the problem detail of the server says. */
function refusal(text, cure) {
	let detail = '';
	try {
		({ detail } = JSON.parse(text));
	}
	catch {
		// Not from our server.
	}
	const sizes = /(\d+) bytes exceeds the limit of (\d+) bytes/.exec(detail);
	const both = sizes && `The file has ${exactSize(Number(sizes[1]))}, and the limit is ${exactSize(Number(sizes[2]))}.`;
	return `Too large. ${both ?? detail} ${cure}`;
}

function send(files, folder) {
	if (folder || files.length !== 1) {
		running?.abort();
		view.clear();
		view.outcome(folder ? 'A folder can’t be sent, only a file.' : 'One file at a time, please.', 'bad');
		explanation.textContent = '';
		sent.hidden = true;
		return;
	}
	input.files = files;
	upload();
}

// ---------------------------------------------------------------- the form

function showRequest() {
	chosen.hidden = limit.value !== 'chosen';
	megabytes.disabled = chosen.hidden;
	const verb = document.createElement('b');
	verb.textContent = 'POST';
	form.querySelector('.request').replaceChildren(verb, ` ${routes[limit.value].path()}`);
}

async function showLimits() {
	const response = await fetch('/api/uploads', { cache: 'no-store' });
	const limits = await response.json();
	const [byServer, byAnnotation] = limit.options;
	byServer.text = `server’s limit (${limits.server === null ? 'none' : size(limits.server)})`;
	byAnnotation.text = `${size(limits.small)} by annotation`;
}

input.addEventListener('change', () => input.files.length && upload());
form.addEventListener('input', showRequest);
form.addEventListener('submit', (event) => {
	event.preventDefault();
	if (!running) {
		upload();
	}
});
stop.addEventListener('click', () => running?.abort());
document.addEventListener('listening', () => showLimits().catch(server.refresh));
showRequest();

// ---------------------------------------------------------------- drag and drop

const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes('Files');

// Beside the zone, a dropped file would take the place of this page.
addEventListener('dragover', (event) => {
	if (hasFiles(event)) {
		event.preventDefault();
		const over = drop.contains(event.target);
		event.dataTransfer.dropEffect = over ? 'copy' : 'none';
		drop.toggleAttribute('data-over', over);
	}
});
addEventListener('dragleave', (event) => {
	// Out of the window.
	if (!event.relatedTarget) {
		drop.removeAttribute('data-over');
	}
});
addEventListener('drop', (event) => {
	drop.removeAttribute('data-over');
	if (hasFiles(event)) {
		event.preventDefault();
		if (drop.contains(event.target)) {
			const [item] = event.dataTransfer.items;
			send(event.dataTransfer.files, item?.webkitGetAsEntry?.()?.isDirectory);
		}
	}
});
