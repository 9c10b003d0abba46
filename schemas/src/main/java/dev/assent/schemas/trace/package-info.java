/** What travels with a request through HTTP, topics and timers, so that its parts can be found. */
package dev.assent.schemas.trace;
