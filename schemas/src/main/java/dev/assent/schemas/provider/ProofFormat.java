package dev.assent.schemas.provider;

import java.util.Arrays;
import java.util.Optional;

/**
 * The form of a provider's signature: what was given to sign, and how the signature holds it. Its
 * {@link #name} stands in {@code ProviderSigned.format} and {@code ProviderEvidence.format}; it is
 * never derived from what came back, because what a signature is verified as must not be the
 * signer's choice.
 */
public enum ProofFormat {
  /**
   * ECDSA or RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2), after the certificate's key, with SHA-256
   * over the document; the same as a signature of the document's SHA-256 hash. ECDSA in the form of
   * RFC 3279 or as r and s of full length (IEEE P1363). What no format is said of is this.
   */
  DOCUMENT_SHA256(Content.DOCUMENT, Scheme.PLAIN, "SHA-256"),
  /** As {@link #DOCUMENT_SHA256}, with SHA-384. */
  DOCUMENT_SHA384(Content.DOCUMENT, Scheme.PLAIN, "SHA-384"),
  /** As {@link #DOCUMENT_SHA256}, with SHA-512. */
  DOCUMENT_SHA512(Content.DOCUMENT, Scheme.PLAIN, "SHA-512"),

  /**
   * RSASSA-PSS (RFC 8017 section 8.1) with SHA-256, MGF1 with SHA-256 and a salt of 32 bytes over
   * the document.
   */
  DOCUMENT_PSS_SHA256(Content.DOCUMENT, Scheme.PSS, "SHA-256"),
  /** As {@link #DOCUMENT_PSS_SHA256}, with SHA-384 and a salt of 48 bytes. */
  DOCUMENT_PSS_SHA384(Content.DOCUMENT, Scheme.PSS, "SHA-384"),
  /** As {@link #DOCUMENT_PSS_SHA256}, with SHA-512 and a salt of 64 bytes. */
  DOCUMENT_PSS_SHA512(Content.DOCUMENT, Scheme.PSS, "SHA-512"),

  /**
   * Smart-ID RP API v3 authentication (signature protocol ACSP_V2): RSASSA-PSS with SHA-256 over
   * the protocol's text, which is in {@code signedContent} and must have {@link
   * SignedContent#challenge} in its fourth place.
   */
  ACSP_V2_SHA256(Content.ACSP_V2, Scheme.PSS, "SHA-256"),
  /** As {@link #ACSP_V2_SHA256}, with SHA-384. */
  ACSP_V2_SHA384(Content.ACSP_V2, Scheme.PSS, "SHA-384"),
  /** As {@link #ACSP_V2_SHA256}, with SHA-512. */
  ACSP_V2_SHA512(Content.ACSP_V2, Scheme.PSS, "SHA-512"),

  /** CMS SignedData (RFC 5652) over the document, within it or detached. */
  CMS_DOCUMENT(Content.DOCUMENT, Scheme.CMS, ""),
  /** CMS SignedData over {@link SignedContent#text(String)}, in UTF-8 (ETSI TS 102 204). */
  CMS_TEXT(Content.TEXT, Scheme.CMS, ""),
  /** CMS SignedData over {@link SignedContent#approvedTransaction} (Swisscom Mobile ID). */
  CMS_TRANSACTION_APPROVAL(Content.TRANSACTION_APPROVAL, Scheme.CMS, "");

  /** What was given to sign. */
  public enum Content {
    /** The canonical document. */
    DOCUMENT,
    /** The text that the user is shown, with the document's digest. */
    TEXT,
    /** The pairs that the user is shown, with the document's digest. */
    TRANSACTION_APPROVAL,
    /** The text of Smart-ID's protocol around the document's digest. */
    ACSP_V2
  }

  /** How the signature holds it. */
  public enum Scheme {
    /** ECDSA, or RSA with PKCS #1 v1.5 padding. */
    PLAIN,
    /** RSASSA-PSS. */
    PSS,
    /** CMS SignedData. */
    CMS
  }

  private final Content content;
  private final Scheme scheme;
  private final String hash;

  ProofFormat(Content content, Scheme scheme, String hash) {
    this.content = content;
    this.scheme = scheme;
    this.hash = hash;
  }

  /** What was given to sign. */
  public Content content() {
    return content;
  }

  /** How the signature holds it. */
  public Scheme scheme() {
    return scheme;
  }

  /** The JCA name of the hash; empty where the CMS says it. */
  public String hash() {
    return hash;
  }

  /**
   * The format of this name.
   *
   * @param name {@code null}, as of connectors that know no formats, is {@link #DOCUMENT_SHA256}
   * @return nothing where there is no such format: then nothing can be verified
   */
  public static Optional<ProofFormat> named(String name) {
    return name == null
        ? Optional.of(DOCUMENT_SHA256)
        : Arrays.stream(values()).filter(format -> format.name().equals(name)).findFirst();
  }
}
