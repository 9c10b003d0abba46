/** The catalogue of topics. */
package dev.assent.schemas.catalogue;
