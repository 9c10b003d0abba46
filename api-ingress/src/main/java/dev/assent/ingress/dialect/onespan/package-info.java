/** The OneSpan DIGIPASS Gateway push services, version 2 ({@code docs/reference/onespan.md}). */
package dev.assent.ingress.dialect.onespan;
