/** What ingress and connectors both know of webhooks. */
package dev.assent.schemas.webhook;
