/**
 * The OneSpan DIGIPASS Gateway services for devices, version 2 ({@code docs/reference/onespan.md}).
 */
package dev.assent.ingress.dialect.onespan;
