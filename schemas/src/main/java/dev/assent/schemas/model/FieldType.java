package dev.assent.schemas.model;

import java.util.Currency;
import java.util.regex.Pattern;

/** What a field of a {@link Template} may hold. */
public enum FieldType {
  /** 1 to 256 characters on one line, none of which controls how the others are shown. */
  TEXT {
    @Override
    boolean allows(String value) {
      return true;
    }
  },
  /** A plain decimal: up to 18 digits without leading zeros, then at most four after the point. */
  AMOUNT {
    @Override
    boolean allows(String value) {
      return AMOUNT_FORM.matcher(value).matches();
    }
  },
  /** A code of ISO 4217: three capital letters that name a currency. */
  CURRENCY {
    @Override
    boolean allows(String value) {
      return CURRENCY_FORM.matcher(value).matches() && isCurrency(value);
    }
  };

  private static final Pattern AMOUNT_FORM =
      Pattern.compile("(?:0|[1-9][0-9]{0,17})(?:\\.[0-9]{1,4})?");
  private static final Pattern CURRENCY_FORM = Pattern.compile("[A-Z]{3}");
  private static final int MOST_CHARACTERS = 256;

  /** Whether a field of this type can have the value. */
  public boolean accepts(String value) {
    return !value.isEmpty()
        && value.length() <= MOST_CHARACTERS
        && value.codePoints().allMatch(Template::isPlain)
        && allows(value);
  }

  abstract boolean allows(String value);

  private static boolean isCurrency(String code) {
    try {
      return Currency.getInstance(code).getCurrencyCode().equals(code);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
