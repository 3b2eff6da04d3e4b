package dev.earshot.processor.access;

import java.util.Optional;

/**
 * Of a request, what the rules look at.
 *
 * @param method as {@code GET}
 * @param path normalised, without the query
 * @param host what the client believes to talk to, host and perhaps port
 * @param origin which page's script asks, as browsers say it: scheme, host and perhaps port
 * @param fetchSite how that page and this server are related, as browsers say it
 */
record Ask(
    String method,
    String path,
    Optional<String> host,
    Optional<String> origin,
    Optional<String> fetchSite) {}
