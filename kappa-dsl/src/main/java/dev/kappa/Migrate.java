package dev.kappa;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a static method of a record that makes one of what the record was before: its one parameter
 * is a record with the former components, with the same names and types in the same order. Tasks
 * that hold values of the former shape go on with values of the present one.
 *
 * <p>It runs in a worker when a stored value is read, and again each time that value is read, so it
 * should only compute. What it throws parks the task (KAPPA-204). A former record may have such a
 * method itself: then values that are older still are taken through both. Records that hold the
 * record need none for it.
 *
 * {@snippet :
 * record Price(long cents, String currency) {
 *   record InEuros(long cents) {}
 *
 *   @Migrate
 *   static Price of(InEuros former) {
 *     return new Price(former.cents(), "EUR");
 *   }
 * }
 * }
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Migrate {}
