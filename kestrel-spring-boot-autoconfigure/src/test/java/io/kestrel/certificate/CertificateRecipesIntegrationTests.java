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

package io.kestrel.certificate;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.kestrel.configuration.ConfigurationKey;
import io.kestrel.https.CertificateSettings;
import io.kestrel.testing.Tool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does what {@code docs/certificates.md} says under "A certificate of your own".
 */
@ExtendWith(OutputCaptureExtension.class)
class CertificateRecipesIntegrationTests {

	private static final Path GUIDE = Path.of("..", "docs", "certificates.md");

	private static final Pattern BLOCK = Pattern.compile("^```(sh|properties)\n(.*?)^```$",
			Pattern.MULTILINE | Pattern.DOTALL);

	private static final ConfigurationKey KEY = ConfigurationKey.of("server.certificates.default");

	@TempDir
	Path directory;

	@Test
	void everyRecipeMakesACertificateThatLoadsWithoutComplaint(CapturedOutput output) throws Exception {
		Tool.require("openssl");
		Tool.require("keytool");
		List<CertificateBundle> loaded = new ArrayList<>();
		for (Block block : recipes()) {
			if (block.language().equals("sh")) {
				run(block.text());
			}
			else {
				loaded.add(load(block.text()));
			}
		}
		assertThat(loaded).hasSize(4).allSatisfy((bundle) -> {
			assertThat(bundle.chain().get(0).getSubjectX500Principal().getName()).isEqualTo("CN=shop.example");
			assertThat(bundle.chain().get(0).getSubjectAlternativeNames()).map((name) -> String.valueOf(name.get(1)))
				.containsExactly("shop.example", "*.shop.example");
			assertThat(bundle.chain().get(0).getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
			assertThat(bundle.get().createSslContext()).isNotNull();
		});
		assertThat(loaded).map((bundle) -> bundle.chain().size()).containsExactly(2, 2, 2, 1);
		assertThat(output).doesNotContain("WARN", "ERROR");
	}

	private static List<Block> recipes() throws Exception {
		String guide = Files.readString(GUIDE);
		Matcher matcher = BLOCK.matcher(guide.substring(guide.indexOf("## A certificate of your own")));
		List<Block> blocks = new ArrayList<>();
		while (matcher.find()) {
			blocks.add(new Block(matcher.group(1), matcher.group(2)));
		}
		return blocks;
	}

	private void run(String commands) throws Exception {
		String script = "set -e; cd '" + this.directory + "'\n" + commands + "\necho all done\n";
		assertThat(Tool.run(List.of("sh", "-c", script))).endsWith("all done\n");
	}

	private CertificateBundle load(String text) throws Exception {
		Properties properties = new Properties();
		properties.load(new StringReader(text));
		CertificateSettings settings = new CertificateSettings(KEY, null, file(properties, "path"),
				file(properties, "key-path"), properties.getProperty(KEY + ".password"));
		try (Certificates certificates = new Certificates(new DefaultSslBundleRegistry(), new DefaultResourceLoader(),
				Duration.ofSeconds(10), InstantSource.system(), this.directory)) {
			return certificates.certificate(settings);
		}
	}

	private @Nullable String file(Properties properties, String key) {
		String name = properties.getProperty(KEY + "." + key);
		return (name != null) ? this.directory.resolve(name).toString() : null;
	}

	/**
	 * A piece of the guide.
	 *
	 * @param language what it is written in
	 * @param text the lines
	 */
	private record Block(String language, String text) {

	}

}
