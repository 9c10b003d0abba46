/**
 * The HTTP ingress. Its beans exist only in a context that is told to be the ingress, so that other
 * services may share the class path.
 */
@Configuration
@Requires(property = "assent.service", value = "ingress")
package dev.assent.ingress;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
