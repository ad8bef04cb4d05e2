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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the uploads of the sample application, over the network.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "server.urls=http://localhost:5000;http://unix:/tmp/sample.sock")
class UploadIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	/** What curl says of all data unless it is told otherwise. */
	private static final String FORM = "application/x-www-form-urlencoded";

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Test
	void limitsAreTold() throws Exception {
		String body = this.client.send(request("").build(), BodyHandlers.ofString()).body();
		assertThat(body).isEqualTo("{\"server\":30000000,\"small\":1048576}");
	}

	@ParameterizedTest
	@CsvSource({ "'', 30000000", "/small, 1048576", "/chosen?limit=10, 10", "/chosen?limit=0, 0",
			"/chosen?limit=31000000, 31000000", "/functional, 2097152" })
	void bodyIsCountedUpToLimitAndRefusedOverIt(String path, int limit) throws Exception {
		HttpResponse<String> within = post(path, FORM, BodyPublishers.ofByteArray(new byte[limit]));
		assertThat(within.statusCode()).isEqualTo(200);
		assertThat(within.body()).isEqualTo("{\"bytes\":%d}".formatted(limit));
		assertRefused(post(path, FORM, BodyPublishers.ofByteArray(new byte[limit + 1])),
				"The request body of %d bytes exceeds the limit of %d bytes".formatted(limit + 1, limit));
	}

	@ParameterizedTest
	@CsvSource({ "text/plain", "application/octet-stream", "application/json", "image/png" })
	void bodyIsOfAnyContentType(String contentType) throws Exception {
		for (String path : new String[] { "", "/small", "/unlimited", "/chosen?limit=9", "/functional" }) {
			assertThat(post(path, contentType, BodyPublishers.ofString("{")).body()).as(path)
				.isEqualTo("{\"bytes\":1}");
		}
	}

	@Test
	void bodyWithoutLimitIsCounted() throws Exception {
		HttpResponse<String> response = post("/unlimited", FORM, BodyPublishers.ofByteArray(new byte[30_000_001]));
		assertThat(response.body()).isEqualTo("{\"bytes\":30000001}");
	}

	@Test
	void impossibleChoiceIsRefused() throws Exception {
		HttpResponse<String> response = post("/chosen?limit=-1", FORM, BodyPublishers.ofString("body"));
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("'limit' must be a number of bytes from 0 but was -1");
	}

	@Test
	void filesOfFormAreCounted() throws Exception {
		assertThat(postForm(4_000_000).body()).isEqualTo("{\"bytes\":4000003}");
		HttpResponse<String> refused = postForm(5 * 1024 * 1024);
		assertRefused(refused, "exceeds the limit of 5242880 bytes");
	}

	@Test
	void objectIsReadUpToLimit() throws Exception {
		String contentType = "application/json";
		String json = "{\"a\":\"%s\",\"b\":2}";
		int limit = 64 * 1024;
		String filling = "x".repeat(limit - json.length() + 2);
		BodyPublisher within = BodyPublishers.ofString(json.formatted(filling));
		assertThat(within.contentLength()).isEqualTo(limit);
		assertThat(post("/json", contentType, within).body()).isEqualTo("{\"fields\":2}");
		assertRefused(post("/json", contentType, BodyPublishers.ofString(json.formatted(filling + "x"))),
				"The request body of 65537 bytes exceeds the limit of 65536 bytes");
	}

	@Test
	void bodyThatIsNotReadDoesNotStopTheAnswer() throws Exception {
		for (int bytes : new int[] { 1000, 30_000_001 }) {
			HttpResponse<String> response = post("/ignored", FORM, BodyPublishers.ofByteArray(new byte[bytes]));
			assertThat(response.body()).isEqualTo("{\"bytes\":0}");
		}
	}

	private HttpResponse<String> postForm(int bytes) throws Exception {
		String part = "--x\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n";
		String body = part.formatted("file", "; filename=\"one\"", "a".repeat(bytes))
				+ part.formatted("comment", "", "not counted") + part.formatted("file", "; filename=\"other\"", "bbb")
				+ "--x--\r\n";
		return post("/form", "multipart/form-data; boundary=x", BodyPublishers.ofString(body));
	}

	private static void assertRefused(HttpResponse<String> response, String detail) {
		assertThat(response.statusCode()).isEqualTo(413);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(JsonPath.<String>read(response.body(), "$.detail")).contains(detail);
	}

	private HttpResponse<String> post(String path, String contentType, BodyPublisher body) throws Exception {
		return this.client.send(request(path).header("Content-Type", contentType).POST(body).build(),
				BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/api/uploads" + path))
			.timeout(TIMEOUT);
	}

}
