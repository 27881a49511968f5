package dev.kappa.handler;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Demands the components of a record: a zero or a null would be a guess. Only those with an
 * annotation named {@code Nullable}, whoever's it is, and {@link Optional} ones may be left out or
 * null.
 */
final class RequiredComponents extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1;

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    Boolean marked = super.hasRequiredMarker(config, member);
    return (marked == null && isRequired(member)) ? Boolean.TRUE : marked;
  }

  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated member) {
    JsonSetter.Value marked = super.findSetterInfo(config, member);
    return marked.getValueNulls() == Nulls.DEFAULT && isRequired(member)
        ? marked.withValueNulls(Nulls.FAIL)
        : marked;
  }

  private static boolean isRequired(Annotated member) {
    if (!(member instanceof AnnotatedParameter parameter)) {
      return false;
    }
    RecordComponent[] components = parameter.getDeclaringClass().getRecordComponents();
    return components != null
        && parameter.getIndex() < components.length
        && !mayBeLeftOut(components[parameter.getIndex()]);
  }

  private static boolean mayBeLeftOut(RecordComponent component) {
    return component.getType() == Optional.class
        || Stream.of(component.getAnnotatedType().getAnnotations(), component.getAnnotations())
            .flatMap(Stream::of)
            .map(Annotation::annotationType)
            .anyMatch(type -> type.getSimpleName().equals("Nullable"));
  }
}
