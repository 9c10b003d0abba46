/**
 * Who calls: what a request presents, whether it is valid, and what it allows. A dialect says which
 * schemes it takes and which permission an operation needs; everything else is decided here.
 */
package dev.assent.ingress.authentication;
