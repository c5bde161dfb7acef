import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import de.bwaldvogel.mongo.MongoCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map.Entry;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.TreeMap;

/** A unique index that keeps its keys in MongoDB's order, so that ranges and sorts can be read from it. */
final class OrderedIndex extends AbstractUniqueIndex<Integer> {
    private final TreeMap<KeyValue, Integer> positions = new TreeMap<>(OrderedIndex::compareKeys);
    /** The same, for single keys: each insertion asks for its own first. */
    private final Map<KeyValue, Integer> byKey = new HashMap<>();
    /** Keys that have still to be put in their places, which is done when somebody reads in order. */
    private final List<KeyValue> unsorted = new ArrayList<>();

    OrderedIndex(String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
    }

    List<String> fields() {
        return getKeys().stream().map(IndexKey::getKey).collect(Collectors.toList());
    }

    /** Positions of the keys that begin so, or lie beyond that, in the order of the index or against it. */
    NavigableMap<KeyValue, Integer> from(List<Object> beginning, boolean descending) {
        TreeMap<KeyValue, Integer> sorted = sorted();
        NavigableMap<KeyValue, Integer> wanted = beginning.isEmpty()
            ? sorted
            : descending
                ? sorted.headMap(bound(beginning, Bound.AFTER), false)
                : sorted.tailMap(bound(beginning, Bound.BEFORE), false);
        return descending ? wanted.descendingMap() : wanted;
    }

    private synchronized TreeMap<KeyValue, Integer> sorted() {
        for (KeyValue key : unsorted) positions.put(key, byKey.get(key));
        unsorted.clear();
        return positions;
    }

    private KeyValue bound(List<Object> beginning, Bound bound) {
        List<Object> values = new ArrayList<>(beginning);
        if (values.size() < getKeys().size()) values.add(bound);
        else values.set(values.size() - 1, new Beside(values.get(values.size() - 1), bound));
        return new KeyValue(values);
    }

    /** MongoDB compares text by its bytes in UTF-8, which is by code points. */
    static int compareValues(Object one, Object other) {
        if (one instanceof Bound bound) return bound == Bound.BEFORE ? -1 : 1;
        if (other instanceof Bound) return -compareValues(other, one);
        if (one instanceof Beside beside) {
            int order = compareValues(beside.value(), other);
            return order != 0 ? order : beside.side() == Bound.BEFORE ? -1 : 1;
        }
        if (other instanceof Beside) return -compareValues(other, one);
        if (one instanceof String text && other instanceof String otherText) return BY_CODE_POINTS.compare(text, otherText);
        return ValueComparator.ascWithoutListHandling().compare(one, other);
    }

    private static final Comparator<String> BY_CODE_POINTS = (one, other) -> {
        int shared = Math.min(one.length(), other.length());
        for (int i = 0; i < shared; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a == b) continue;
            boolean astral = Character.isSurrogate(a);
            return astral == Character.isSurrogate(b) ? Character.compare(a, b) : astral ? 1 : -1;
        }
        return Integer.compare(one.length(), other.length());
    };

    private static int compareKeys(KeyValue one, KeyValue other) {
        int shared = Math.min(one.size(), other.size());
        for (int i = 0; i < shared; i++) {
            int order = compareValues(one.get(i), other.get(i));
            if (order != 0) return order;
        }
        return Integer.compare(one.size(), other.size());
    }

    /** Before or after all that begins alike. */
    private enum Bound { BEFORE, AFTER }

    /** Right before or right after one value. */
    private record Beside(Object value, Bound side) { }

    @Override
    public synchronized void checkAdd(Document document, MongoCollection<Integer> collection) {
        KeyValue key = plainKey(document);
        if (key == null) super.checkAdd(document, collection);
        else if (containsKey(key.normalized())) throw new DuplicateKeyError(this, collection, getKeys(), key);
    }

    @Override
    public Set<KeyValue> getKeyValues(Document document) {
        KeyValue key = plainKey(document);
        return key == null ? super.getKeyValues(document) : Set.of(key.normalized());
    }

    /** The key of a document that has each of the fields, none within another and none a list, as most have. */
    private KeyValue plainKey(Document document) {
        Object[] values = new Object[getKeys().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = document.get(getKeys().get(i).getKey());
            if (values[i] == null || values[i] instanceof Collection) return null;
        }
        return new KeyValue(values);
    }

    @Override
    public long getCount() {
        return byKey.size();
    }

    @Override
    public boolean isEmpty() {
        return byKey.isEmpty();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    protected Integer removeDocument(KeyValue key) {
        sorted().remove(key);
        return byKey.remove(key);
    }

    @Override
    protected boolean putKeyPosition(KeyValue key, Integer position) {
        if (byKey.putIfAbsent(key, position) != null) return false;
        unsorted.add(key);
        return true;
    }

    @Override
    protected Integer getPosition(KeyValue key) {
        return byKey.get(key);
    }

    @Override
    protected Iterable<Entry<KeyValue, Integer>> getIterable() {
        return sorted().entrySet();
    }
}
