package dev.kappa.codec;

/**
 * The closed set of tags. Each value but null, booleans, ints, finite doubles, strings and byte
 * arrays is a CBOR array that starts with one of these numbers. A number never changes its meaning.
 */
final class Tag {
  // Numbers up to 23 take one byte: the common ones.
  static final int RECORD = 0;
  static final int FIELDS = 1;
  static final int LAMBDA = 2;
  static final int ENUM = 3;
  static final int HANDLE = 4;
  static final int LONG = 5;
  static final int LIST = 6;
  static final int MAP = 7;
  static final int SET = 8;
  static final int OPTIONAL = 9;
  static final int THROWABLE = 10;
  static final int INSTANT = 11;
  static final int DURATION = 12;
  static final int BIG_INTEGER = 13;
  static final int BIG_DECIMAL = 14;
  static final int UUID = 15;
  static final int LOCAL_DATE = 16;
  static final int TUPLE = 17;
  static final int VAVR_OPTION = 18;
  static final int VAVR_LIST = 19;

  // 32..: scalars
  static final int SHORT = 32;
  static final int BYTE = 33;
  static final int CHAR = 34;
  static final int FLOAT = 35;
  static final int DOUBLE_BITS = 36;
  static final int UTF16 = 37;
  static final int URI = 38;
  static final int URL = 39;
  static final int PATH = 40;
  static final int LOCALE = 41;
  static final int CHARSET = 42;
  static final int PATTERN = 43;
  static final int CURRENCY = 44;
  static final int DATE = 45;
  static final int OPTIONAL_INT = 46;
  static final int OPTIONAL_LONG = 47;
  static final int OPTIONAL_DOUBLE = 48;
  static final int BIT_SET = 49;

  // 64..: java.time
  static final int LOCAL_TIME = 64;
  static final int LOCAL_DATE_TIME = 65;
  static final int OFFSET_TIME = 66;
  static final int OFFSET_DATE_TIME = 67;
  static final int ZONED_DATE_TIME = 68;
  static final int ZONE_ID = 69;
  static final int YEAR = 70;
  static final int YEAR_MONTH = 71;
  static final int MONTH_DAY = 72;
  static final int PERIOD = 73;

  // 96..: collections and arrays
  static final int LINKED_LIST = 96;
  static final int DEQUE = 97;
  static final int SORTED_SET = 98;
  static final int SORTED_MAP = 99;
  static final int CONCURRENT_MAP = 100;
  static final int ENTRY = 101;
  static final int ARRAY = 102;
  static final int BOOLEANS = 103;
  static final int CHARS = 104;
  static final int SHORTS = 105;
  static final int INTS = 106;
  static final int LONGS = 107;
  static final int FLOATS = 108;
  static final int DOUBLES = 109;

  // 128..: Vavr
  static final int EITHER = 128;
  static final int TRY = 129;
  static final int VALIDATION = 130;
  static final int VECTOR = 131;
  static final int VAVR_ARRAY = 132;
  static final int VAVR_QUEUE = 133;
  static final int VAVR_HASH_MAP = 134;
  static final int VAVR_LINKED_MAP = 135;
  static final int VAVR_TREE_MAP = 136;
  static final int VAVR_HASH_SET = 137;
  static final int VAVR_LINKED_SET = 138;
  static final int VAVR_TREE_SET = 139;
  static final int CHAR_SEQ = 140;

  private Tag() {}
}
