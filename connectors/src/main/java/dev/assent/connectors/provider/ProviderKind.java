package dev.assent.connectors.provider;

import dev.assent.connectors.settings.ConnectorSettings;
import dev.assent.schemas.settings.InvalidSettingsException;

/** A kind of provider, which {@code connector.<name>.kind} chooses. */
public interface ProviderKind {
  /** The word that chooses it. */
  String kind();

  /**
   * Makes a provider of this kind. It reads all its settings here, so that unknown ones are found,
   * and calls nobody yet.
   *
   * @throws InvalidSettingsException where a setting is missing or out of range
   */
  Provider open(ConnectorSettings settings, ProviderSurroundings surroundings);
}
