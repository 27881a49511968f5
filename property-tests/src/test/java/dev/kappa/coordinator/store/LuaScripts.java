package dev.kappa.coordinator.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;
import org.luaj.vm2.lib.jse.JsePlatform;

/** Runs the store's own scripts, as Redis does. */
final class LuaScripts {
  /** By their digests, each once for all servers: compiling takes longer than most calls. */
  private static final Map<String, Prototype> COMPILED = new ConcurrentHashMap<>();

  private final Commands commands;
  private final Globals globals = JsePlatform.standardGlobals();
  private final Map<String, LuaValue> known = new HashMap<>();

  LuaScripts(Commands commands) {
    this.commands = commands;
    LuaTable redis = new LuaTable();
    redis.set("call", function(this::call));
    globals.set("redis", redis);
    globals.set("unpack", globals.get("table").get("unpack"));
    // The library's own has no %.0f.
    globals.get("string").set("format", function(LuaScripts::format));
  }

  boolean knows(String digest) {
    return known.containsKey(digest);
  }

  void load(String digest, byte[] body) {
    Prototype compiled = COMPILED.computeIfAbsent(digest, absent -> compiled(digest, body));
    known.put(digest, new LuaClosure(compiled, globals));
  }

  private Prototype compiled(String name, byte[] body) {
    try {
      return globals.compilePrototype(new ByteArrayInputStream(body), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return what the script replies} */
  @Nullable Object run(String digest, List<String> keys, List<String> arguments) {
    globals.set("KEYS", table(keys));
    globals.set("ARGV", table(arguments));
    LuaValue script = known.get(digest);
    if (script == null) {
      throw new IllegalArgumentException("a script that nobody has sent");
    }
    return fromLua(script.call());
  }

  private interface Body {
    Varargs call(Varargs arguments);
  }

  private static LuaValue function(Body body) {
    return new VarArgFunction() {
      @Override
      public Varargs invoke(Varargs arguments) {
        return body.call(arguments);
      }
    };
  }

  private Varargs call(Varargs arguments) {
    List<String> words = new ArrayList<>();
    for (int i = 1; i <= arguments.narg(); i++) {
      words.add(text(arguments.arg(i).checkstring()));
    }
    return toLua(commands.call(words));
  }

  private static Varargs format(Varargs arguments) {
    if (!arguments.checkjstring(1).equals("%.0f")) {
      throw new IllegalArgumentException("a format that is not simulated: " + arguments.arg(1));
    }
    return LuaValue.valueOf(Long.toString((long) arguments.checkdouble(2)));
  }

  private static LuaTable table(List<String> texts) {
    LuaTable table = new LuaTable();
    for (int i = 0; i < texts.size(); i++) {
      table.set(i + 1, lua(texts.get(i)));
    }
    return table;
  }

  private static LuaString lua(String text) {
    return LuaString.valueOf(text.getBytes(ISO_8859_1));
  }

  private static String text(LuaString string) {
    return new String(string.m_bytes, string.m_offset, string.m_length, ISO_8859_1);
  }

  private static LuaValue toLua(@Nullable Object reply) {
    return switch (reply) {
      case null -> LuaValue.FALSE;
      case Long number -> LuaValue.valueOf(number);
      case String text -> lua(text);
      case List<?> list -> {
        LuaTable table = new LuaTable();
        for (int i = 0; i < list.size(); i++) {
          table.set(i + 1, toLua(list.get(i)));
        }
        yield table;
      }
      default -> throw new IllegalArgumentException("a reply that Redis does not give: " + reply);
    };
  }

  private static @Nullable Object fromLua(LuaValue value) {
    if (value instanceof LuaString string) {
      return text(string);
    }
    if (value.isnumber()) {
      return value.tolong();
    }
    if (value.istable()) {
      List<@Nullable Object> list = new ArrayList<>();
      for (int i = 1; !value.get(i).isnil(); i++) {
        list.add(fromLua(value.get(i)));
      }
      return list;
    }
    return null;
  }
}
