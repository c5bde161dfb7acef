import de.bwaldvogel.mongo.MongoServer;
import java.nio.file.Path;

/**
 * A MongoDB server for tests on the loopback address: `Launcher PORT [JOURNAL]`. With a journal, what has been
 * answered survives the end of the process; without one, it does not. Writes `listening` when it is.
 */
public final class Launcher {
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        Backend backend = new Backend();
        if (arguments.length > 1) backend.keepIn(Path.of(arguments[1]));
        new MongoServer(backend).bind("127.0.0.1", port);
        System.out.println("listening");
    }
}
