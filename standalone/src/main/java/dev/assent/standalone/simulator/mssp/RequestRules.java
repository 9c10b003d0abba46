package dev.assent.standalone.simulator.mssp;

import dev.assent.standalone.simulator.mssp.ServiceAnswer.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the service takes (vendor-apis.md sections 6.1 and 7).
 *
 * @param prefix what a text must begin with
 */
record RequestRules(String prefix) {
  private static final Pattern NC_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");
  private static final Pattern NUMBER = Pattern.compile("\\+?[1-9][0-9]{2,14}");
  private static final Pattern TIME_OUT = Pattern.compile("[1-9][0-9]{1,2}");
  private static final Pattern GSM_SHAPED = Pattern.compile("[\\x20-\\x7E\\n]*");
  private static final Set<String> LANGUAGES = Set.of("EN", "DE", "FR", "IT");
  private static final Set<String> MODES = Set.of("asynch", "asynchClientServer");
  private static final String PROBE = "41000000000";
  private static final int LONGEST_TEXT = 239;
  private static final int LONGEST_OTHER = 119;

  /** Codes that a status query brings, and the signature request does not. */
  private static final Set<String> OF_THE_PHONE =
      Set.of("208", "209", "400", "401", "402", "403", "404", "405", "406", "450", "504");

  /** Whether a code is of the request, or of what comes later. */
  static boolean isOfRequest(String code) {
    return !OF_THE_PHONE.contains(code) && !code.startsWith("50");
  }

  /** Whether a code is told as a status, with HTTP 200. */
  static boolean isStatus(String code) {
    return code.startsWith("50") || code.equals("400");
  }

  /** What is wrong with a call; nothing where it is taken. */
  Optional<Fault> fault(ServiceCall call) {
    for (String required : required(call.method())) {
      if (call.value(required).isEmpty()) {
        return Optional.of(new Fault("102", required + " is missing"));
      }
    }
    if (!NC_NAME.matcher(call.text("AP_TransID")).matches()) {
      return Optional.of(new Fault("101", "AP_TransID is no NCName"));
    }
    boolean aboutUser =
        call.method() == ServiceCall.Method.SIGNATURE
            || call.method() == ServiceCall.Method.PROFILE;
    if (aboutUser
        && (!NUMBER.matcher(call.text("MSISDN")).matches() || call.number().equals(PROBE))) {
      return Optional.of(new Fault("101", "Illegal msisdn"));
    }
    return call.method() == ServiceCall.Method.SIGNATURE ? signatureFault(call) : Optional.empty();
  }

  private Optional<Fault> signatureFault(ServiceCall call) {
    String data = call.text("Data");
    if (!MODES.contains(call.text("MessagingMode"))) {
      return Optional.of(new Fault("108", "Only asynchronous requests are served"));
    }
    if (!TIME_OUT.matcher(call.text("TimeOut")).matches()
        || !LANGUAGES.contains(call.text("UserLang"))) {
      return Optional.of(new Fault("101", "TimeOut or UserLang"));
    }
    return switch (call.text("MimeType")) {
      case SimulatedPhone.TRANSACTION_APPROVAL ->
          call.text("SignatureProfile").equals(SignatureDesk.APP_PROFILE)
              ? Optional.empty()
              : Optional.of(new Fault("107", "Only an app shows a transaction approval"));
      case "text/plain" -> {
        int longest = GSM_SHAPED.matcher(data).matches() ? LONGEST_TEXT : LONGEST_OTHER;
        if (data.length() > longest) {
          yield Optional.of(new Fault("103", "The text is too long"));
        }
        yield data.startsWith(prefix)
            ? Optional.empty()
            : Optional.of(new Fault("107", "The text has not the agreed prefix"));
      }
      default -> Optional.of(new Fault("107", "Unknown MimeType"));
    };
  }

  private static List<String> required(ServiceCall.Method method) {
    return switch (method) {
      case SIGNATURE ->
          List.of(
              "AP_ID",
              "AP_PWD",
              "AP_TransID",
              "Instant",
              "MessagingMode",
              "MSISDN",
              "Data",
              "MimeType",
              "TimeOut",
              "SignatureProfile",
              "UserLang");
      case STATUS, RECEIPT -> List.of("AP_ID", "AP_PWD", "AP_TransID", "Instant", "MSSP_TransID");
      case PROFILE -> List.of("AP_ID", "AP_PWD", "AP_TransID", "Instant", "MSISDN");
    };
  }
}
