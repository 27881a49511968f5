package dev.kappa.codec.inherited;

/** Its methods are called from inner classes of a subclass through numbered methods. */
public class Upper {
  protected Upper() {}

  protected static String up0() {
    return "up0";
  }

  protected static String up1() {
    return "up1";
  }

  protected static String up2() {
    return "up2";
  }
}
