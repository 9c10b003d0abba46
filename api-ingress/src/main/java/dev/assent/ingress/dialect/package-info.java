/**
 * What all dialects share: strict reading, the way through a request, and the forms of failure. A
 * dialect is a package of its own with a {@link dev.assent.ingress.dialect.Dialect} and
 * controllers.
 */
package dev.assent.ingress.dialect;
