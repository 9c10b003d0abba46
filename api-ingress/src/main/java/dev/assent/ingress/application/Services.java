package dev.assent.ingress.application;

import dev.assent.ingress.service.MobileSignatures;
import dev.assent.ingress.service.OcraSecrets;
import dev.assent.ingress.service.Operations;
import dev.assent.ingress.service.PushAddresses;
import dev.assent.ingress.service.WebhookSecrets;
import dev.assent.ingress.tenant.TenantAdministration;
import dev.assent.ingress.tenant.TenantSettings;
import dev.assent.ingress.waiting.OperationWaits;
import dev.assent.schemas.sealing.CancellationKeys;

/** What the dialects ask. */
record Services(
    Operations operations,
    OperationWaits waits,
    OcraSecrets secrets,
    PushAddresses pushAddresses,
    WebhookSecrets webhookSecrets,
    MobileSignatures mobileSignatures,
    CancellationKeys cancellationKeys,
    TenantSettings tenants,
    TenantAdministration administration) {}
