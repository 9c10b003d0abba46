package dev.assent.ingress.service;

import dev.assent.schemas.vault.OcraVault;
import java.util.Optional;

/**
 * What OCRA secrets are encrypted with before they leave the ingress.
 *
 * @param vault empty where this installation keeps no OCRA secrets
 */
public record OcraSecrets(Optional<OcraVault> vault) {}
