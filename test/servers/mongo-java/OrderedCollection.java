import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.stream.Stream;

/** Reads what it can from an index instead of looking at everything and sorting it. */
final class OrderedCollection extends MemoryCollection {
    OrderedCollection(MongoDatabase database, String name, CollectionOptions options, CursorRegistry cursors) {
        super(database, name, options, cursors);
    }

    @Override
    protected QueryResult queryDocuments(
        Document query, Document order, int skip, int limit, int batchSize, Document projection) {
        IndexRead best = null;
        for (Index<Integer> index : getIndexes()) {
            if (!(index instanceof OrderedIndex ordered)) continue;
            IndexRead read = IndexRead.of(ordered, query, order);
            if (read != null && (best == null || read.worth() > best.worth())) best = read;
        }
        if (best == null) return super.queryDocuments(query, order, skip, limit, batchSize, projection);
        Stream<Document> documents = best.positions().map(this::getDocument);
        Document remainingOrder = best.servesOrder() ? null : order;
        return matchDocumentsFromStream(
            documents, best.remainingQuery(), remainingOrder, skip, limit, batchSize, projection);
    }
}
