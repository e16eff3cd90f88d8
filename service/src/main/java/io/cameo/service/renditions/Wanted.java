package io.cameo.service.renditions;

import io.cameo.image.Form;
import io.cameo.service.catalogue.StoredObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The renditions that every picture is to have.
 *
 * @param sizes sides in pixels, largest first
 * @param forms as what each of them is made
 * @param recipe what universal renditions are made by
 */
public record Wanted(List<Integer> sizes, Set<Form> forms, String recipe) {

  public Wanted {
    sizes = List.copyOf(sizes);
    forms = Set.copyOf(forms);
  }

  /** The same without these forms. */
  Wanted only(Set<Form> some) {
    return new Wanted(
        sizes, forms.stream().filter(some::contains).collect(Collectors.toSet()), recipe);
  }

  /** The sizes that are not among the objects, by form; forms that are complete are left out. */
  Map<Form, List<Integer>> missing(List<StoredObject> objects) {
    Set<String> names = objects.stream().map(StoredObject::name).collect(Collectors.toSet());
    Map<Form, List<Integer>> missing = new EnumMap<>(Form.class);
    for (Form form : forms) {
      String extension = form.type().extension();
      List<Integer> absent =
          sizes.stream().filter(size -> !names.contains(size + "." + extension)).toList();
      if (!absent.isEmpty()) {
        missing.put(form, absent);
      }
    }
    return missing;
  }
}
