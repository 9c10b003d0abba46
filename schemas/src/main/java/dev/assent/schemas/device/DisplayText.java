package dev.assent.schemas.device;

import dev.assent.schemas.model.TemplateKey;
import java.util.Map;
import java.util.Objects;

/**
 * What the user is shown, exactly as it was rendered, and what it was rendered with (Regulation
 * (EU) 2018/389 Article 5(1)(a): the rendering must be reproducible).
 *
 * @param template the template and its version
 * @param language the user's, by which the text was chosen, BCP 47
 * @param text the rendered text
 */
public record DisplayText(TemplateKey template, String language, String text) {
  public DisplayText {
    Objects.requireNonNull(template, "template");
    Objects.requireNonNull(language, "language");
    Objects.requireNonNull(text, "text");
  }

  Map<String, Object> members() {
    return Map.of(
        "template",
        template.id(),
        "templateVersion",
        template.version(),
        "language",
        language,
        "text",
        text);
  }
}
