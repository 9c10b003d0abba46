package dev.assent.standalone;

import dev.assent.standalone.cluster.Addresses;
import dev.assent.standalone.cluster.LocalAssent;
import dev.assent.standalone.protection.Protection;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the run listens and keeps the demo tenant's keys, handed from {@code up} to {@code demo},
 * {@code dead-letters} and {@code status} in a file that exists as long as everything is ready.
 *
 * @param addresses of the services
 * @param demoTenantFile keeps the demo tenant's API keys
 */
record RunAddresses(Addresses addresses, Path demoTenantFile) {
  private static final String FILE = "addresses.properties";
  private static final String PROTECTION = "protection-directory";

  static RunAddresses of(LocalAssent assent) {
    return new RunAddresses(assent.addresses(), assent.demoTenantFile());
  }

  static Optional<RunAddresses> read(Path runDirectory) throws IOException {
    Path file = runDirectory.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return Optional.of(
        new RunAddresses(
            new Addresses(
                properties.getProperty("bootstrap-servers"),
                URI.create(properties.getProperty("schema-registry")),
                URI.create(properties.getProperty("ingress")),
                URI.create(properties.getProperty("processor")),
                URI.create(properties.getProperty("connectors")),
                URI.create(properties.getProperty("mobile-service")),
                URI.create(properties.getProperty("bank-idp")),
                Optional.ofNullable(properties.getProperty(PROTECTION))
                    .map(directory -> new Protection(Path.of(directory)))),
            Path.of(properties.getProperty("demo-tenant-file"))));
  }

  void write(Path runDirectory) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("bootstrap-servers", addresses.bootstrapServers());
    properties.setProperty("schema-registry", addresses.schemaRegistry().toString());
    properties.setProperty("ingress", addresses.ingress().toString());
    properties.setProperty("processor", addresses.processor().toString());
    properties.setProperty("connectors", addresses.connectors().toString());
    properties.setProperty("mobile-service", addresses.mobileService().toString());
    properties.setProperty("bank-idp", addresses.identityProvider().toString());
    properties.setProperty("demo-tenant-file", demoTenantFile.toString());
    addresses
        .protection()
        .ifPresent(found -> properties.setProperty(PROTECTION, found.directory().toString()));
    try (var writer = Files.newBufferedWriter(runDirectory.resolve(FILE))) {
      properties.store(writer, null);
    }
  }

  static void remove(Path runDirectory) throws IOException {
    Files.deleteIfExists(runDirectory.resolve(FILE));
  }
}
