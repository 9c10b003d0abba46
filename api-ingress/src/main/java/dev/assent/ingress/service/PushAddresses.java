package dev.assent.ingress.service;

import dev.assent.schemas.vault.PushVault;
import java.util.Optional;

/**
 * What devices' push addresses are encrypted with before they leave the ingress.
 *
 * @param vault empty where this installation keeps no push addresses
 */
public record PushAddresses(Optional<PushVault> vault) {}
