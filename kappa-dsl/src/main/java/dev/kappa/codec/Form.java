package dev.kappa.codec;

/** How values of one class are written. Found once for each class by {@link Forms}. */
sealed interface Form
    permits ScalarForm,
        TimeForm,
        CollectionForm,
        ArrayForm,
        VavrForm,
        RecordForm,
        EnumForm,
        ThrowableForm,
        LambdaForm,
        RefusedForm {
  /** Writes {@code value}, whose class is the one that this form was found for. */
  void write(Encoder out, Object value);
}
