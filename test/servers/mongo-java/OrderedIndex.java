import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.ValueComparator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map.Entry;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A unique index that keeps its keys in MongoDB's order, so that ranges and sorts can be read from it. */
final class OrderedIndex extends AbstractUniqueIndex<Integer> {
    private final TreeMap<KeyValue, Integer> positions = new TreeMap<>(OrderedIndex::compareKeys);

    OrderedIndex(String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
    }

    List<String> fields() {
        return getKeys().stream().map(IndexKey::getKey).collect(Collectors.toList());
    }

    /** Positions of the keys that begin so, or lie beyond that, in the order of the index or against it. */
    NavigableMap<KeyValue, Integer> from(List<Object> beginning, boolean descending) {
        NavigableMap<KeyValue, Integer> wanted = beginning.isEmpty()
            ? positions
            : descending
                ? positions.headMap(bound(beginning, Bound.AFTER), false)
                : positions.tailMap(bound(beginning, Bound.BEFORE), false);
        return descending ? wanted.descendingMap() : wanted;
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
    public long getCount() {
        return positions.size();
    }

    @Override
    public boolean isEmpty() {
        return positions.isEmpty();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    protected Integer removeDocument(KeyValue key) {
        return positions.remove(key);
    }

    @Override
    protected boolean putKeyPosition(KeyValue key, Integer position) {
        return positions.putIfAbsent(key, position) == null;
    }

    @Override
    protected Integer getPosition(KeyValue key) {
        return positions.get(key);
    }

    @Override
    protected Iterable<Entry<KeyValue, Integer>> getIterable() {
        return positions.entrySet();
    }
}
