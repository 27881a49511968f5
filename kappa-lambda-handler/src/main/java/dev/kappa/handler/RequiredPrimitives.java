package dev.kappa.handler;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/** Demands that the primitive components of a record are given: a zero would be a guess. */
final class RequiredPrimitives extends JacksonAnnotationIntrospector {
  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    Boolean marked = super.hasRequiredMarker(config, member);
    boolean primitive = member instanceof AnnotatedParameter && member.getRawType().isPrimitive();
    return (marked == null && primitive) ? Boolean.TRUE : marked;
  }
}
