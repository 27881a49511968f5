package dev.kappa.tests.extent;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Of the two ways in which workers answer, most tests go one: these have workers that return what
 * they did, the others those that call back. The thorough tests go both.
 */
@Tag("return-mode")
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface ReturnMode {}
