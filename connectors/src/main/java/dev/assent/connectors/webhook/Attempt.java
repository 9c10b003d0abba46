package dev.assent.connectors.webhook;

import dev.assent.schemas.avro.WebhookDelivery;
import dev.assent.schemas.avro.WebhookSubscription;

/**
 * One call to be made.
 *
 * @param deliveryKey what its outcome names
 * @param delivery with the number of this attempt; not to be changed
 * @param subscription as it is now; not to be changed
 */
record Attempt(String deliveryKey, WebhookDelivery delivery, WebhookSubscription subscription) {}
