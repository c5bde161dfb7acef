import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Everything is in memory; commands that may write run one at a time and, where there is a journal, stand there before
 * they are executed. It also tells the drivers of today what they want to hear: they talk to no server that speaks an
 * older protocol than this.
 */
final class Backend extends MemoryBackend {
    private static final Set<String> READS = Set.of(
        "find", "getmore", "count", "distinct", "aggregate", "listcollections", "listindexes", "listdatabases",
        "killcursors", "hello", "ismaster", "ping", "buildinfo", "hostinfo", "serverstatus", "collstats", "dbstats",
        "connectionstatus", "getlog", "getcmdlineopts", "endsessions", "whatsmyuri");

    /** MongoDB 4.4, the first whose protocol the drivers accept. */
    private static final MongoVersion VERSION = new MongoVersion() {
        @Override
        public List<Integer> getVersionArray() {
            return List.of(4, 4, 0);
        }

        @Override
        public int getWireVersion() {
            return 9;
        }
    };

    private final Object writing = new Object();
    private Journal journal;

    Backend() {
        version(VERSION);
    }

    /** Does again what stands in the journal, and goes on writing there. */
    void keepIn(Path file) throws IOException {
        Channel nobody = new EmbeddedChannel();
        journal = Journal.open(file, (database, query) -> {
            try {
                execute(nobody, database, query.keySet().iterator().next(), query);
            } catch (RuntimeException refused) {
                // It was refused the first time for the same reason, and somebody was told so.
            }
        });
    }

    @Override
    public MemoryDatabase openOrCreateDatabase(String name) {
        return new OrderedDatabase(name, getCursorRegistry());
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        if (READS.contains(command.toLowerCase())) return execute(channel, database, command, query);
        synchronized (writing) {
            if (journal != null) note(database, query);
            return execute(channel, database, command, query);
        }
    }

    private Document execute(Channel channel, String database, String command, Document query) {
        // What drivers ask once they know that the server understands it.
        String known = command.equals("hello") ? "ismaster" : command;
        Document answer = super.handleCommand(channel, database, known, query);
        if (command.equals("hello")) answer.put("isWritablePrimary", true);
        return answer;
    }

    private void note(String database, Document query) {
        try {
            journal.append(database, query);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
