package dev.assent.schemas.model;

/**
 * Names one version of a template.
 *
 * @param id as {@link Template#id()}
 * @param version from 1
 */
public record TemplateKey(String id, int version) {}
