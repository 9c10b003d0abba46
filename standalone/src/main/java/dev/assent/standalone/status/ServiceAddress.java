package dev.assent.standalone.status;

import java.net.URI;

/**
 * A service to be asked.
 *
 * @param title names it to people
 * @param address what {@code /health} and {@code /prometheus} are below
 */
public record ServiceAddress(String title, URI address) {}
