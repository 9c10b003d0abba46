/** What the providers that speak JSON over HTTP have in common. */
package dev.assent.connectors.rest;
