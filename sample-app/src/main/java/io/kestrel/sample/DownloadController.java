/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.kestrel.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.kestrel.annotation.MinResponseDataRate;
import jakarta.annotation.PreDestroy;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A file that the system sends by itself, without a copy through this process: without
 * TLS that is {@code sendfile}.
 */
@RestController
class DownloadController {

	private static final String LINE = "Kestrels hover, with the head as still as a stone.\n";

	private static final int LINES = 200_000;

	private final Path file;

	DownloadController() throws IOException {
		this.file = Files.createTempFile("kestrel-sample", ".txt");
		Files.writeString(this.file, LINE.repeat(LINES));
	}

	@GetMapping("/api/download")
	ResponseEntity<Resource> download() {
		ContentDisposition attachment = ContentDisposition.attachment().filename("kestrels.txt").build();
		return ResponseEntity.ok()
			.contentType(MediaType.TEXT_PLAIN)
			.header(HttpHeaders.CONTENT_DISPOSITION, attachment.toString())
			.body(new FileSystemResource(this.file));
	}

	/**
	 * The same for clients that have to be quick: who takes less than 10 MB a second is
	 * cut off after two seconds.
	 */
	@GetMapping("/api/download/quick")
	@MinResponseDataRate(bytesPerSecond = 10_000_000, gracePeriod = "2s")
	ResponseEntity<Resource> quick() {
		return download();
	}

	@PreDestroy
	void deleteFile() throws IOException {
		Files.deleteIfExists(this.file);
	}

}
