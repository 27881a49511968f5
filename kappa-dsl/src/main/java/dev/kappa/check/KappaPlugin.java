package dev.kappa.check;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Plugin;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import javax.lang.model.element.TypeElement;

/**
 * Tells when code is compiled what would be refused when it runs: lambdas and method references
 * given to Kappa that capture what can't be stored, and steps whose results can't be. Also warns of
 * captured variables that are changed, since each worker has a copy of its own.
 *
 * <p>Switched on with {@code -Xplugin:Kappa}; it has no options. What is certain to fail is an
 * error, what is only likely to be a mistake is a warning. {@code @SuppressWarnings("kappa")} on a
 * variable, method or class silences both. Needs nothing but javac's public interface, of version
 * 21 or newer.
 */
public final class KappaPlugin implements Plugin {
  @Override
  public String getName() {
    return "Kappa";
  }

  @Override
  public void init(JavacTask task, String... arguments) {
    Types types =
        new Types(Trees.instance(task), task.getTypes(), task.getElements(), new Implementors());
    task.addTaskListener(new Listener(types));
  }

  /** Looks at each class once its types are known. */
  private record Listener(Types types) implements TaskListener {
    @Override
    public void finished(TaskEvent event) {
      CompilationUnitTree unit = event.getCompilationUnit();
      if (event.getKind() == TaskEvent.Kind.ENTER && unit != null) {
        types.implementors().add(unit, types.trees());
      }
      TypeElement type = event.getTypeElement();
      if (event.getKind() != TaskEvent.Kind.ANALYZE || type == null) {
        return;
      }
      TreePath path = types.trees().getPath(type);
      if (path != null) {
        check(path);
      }
    }

    private void check(TreePath type) {
      Functions functions = Functions.givenIn(type, types);
      if (functions.isEmpty()) {
        return;
      }
      Reports reports = new Reports(types.trees());
      TypeCheck check = new TypeCheck(types);
      new FunctionCheck(types, check, reports).check(functions);
      new CaptureScanner(functions, types, check, reports).check(type);
    }
  }
}
