import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One way to answer a query from an index: equal values of its first fields, a range or a choice of the next. */
final class IndexRead {
    private static final Set<String> RANGES = Set.of("$gt", "$gte", "$lt", "$lte");

    private final OrderedIndex index;
    private final List<Object> equal = new ArrayList<>();
    private final Document remaining;
    private Document range = new Document();
    private TreeSet<Object> choices;
    private boolean servesOrder;
    private boolean descending;

    private IndexRead(OrderedIndex index, Document query) {
        this.index = index;
        this.remaining = query.clone();
    }

    /** Nothing where the index is of no use for the query. */
    static IndexRead of(OrderedIndex index, Document query, Document order) {
        IndexRead read = new IndexRead(index, query);
        List<String> fields = index.fields();
        for (String field : fields) {
            Object value = valueOf(query.get(field));
            if (isPlain(value)) {
                read.equal.add(value);
                read.remaining.remove(field);
                continue;
            }
            if (value instanceof Document wanted && isRange(wanted)) {
                read.range = wanted;
                read.remaining.remove(field);
            } else if (value instanceof Document wanted && isChoice(wanted)) {
                read.choices = new TreeSet<>(OrderedIndex::compareValues);
                read.choices.addAll((Collection<?>) wanted.get("$in"));
                read.remaining.remove(field);
            }
            break;
        }
        read.followOrder(fields, order);
        return read.worth() > 0 ? read : null;
    }

    /** How much it spares. */
    int worth() {
        return (servesOrder ? 8 : 0) + 2 * equal.size() + (range.isEmpty() && choices == null ? 0 : 1);
    }

    boolean servesOrder() {
        return servesOrder;
    }

    Document remainingQuery() {
        return remaining;
    }

    Stream<Integer> positions() {
        if (choices == null) return positionsWithin();
        return (descending ? choices.descendingSet() : choices).stream().flatMap(choice -> {
            IndexRead one = new IndexRead(index, remaining);
            one.equal.addAll(equal);
            one.equal.add(choice);
            one.descending = descending;
            return one.positionsWithin();
        });
    }

    private Stream<Integer> positionsWithin() {
        Object start = range.get(descending ? (range.containsKey("$lt") ? "$lt" : "$lte")
            : (range.containsKey("$gt") ? "$gt" : "$gte"));
        List<Object> beginning = new ArrayList<>(equal);
        if (start != null) beginning.add(start);
        // A stream of the entries themselves would count all that lie behind the first.
        Iterator<Map.Entry<KeyValue, Integer>> entries = index.from(beginning, descending).entrySet().iterator();
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(entries, Spliterator.ORDERED), false)
            .takeWhile(entry -> isAhead(entry.getKey()))
            .filter(entry -> isWithin(entry.getKey()))
            .map(Map.Entry::getValue);
    }

    private void followOrder(List<String> fields, Document order) {
        if (order == null || order.isEmpty()) return;
        List<String> rest = fields.subList(equal.size(), fields.size());
        int at = 0;
        Boolean backwards = null;
        for (Map.Entry<String, Object> entry : order.entrySet()) {
            if (fields.subList(0, equal.size()).contains(entry.getKey())) continue;
            if (!(entry.getValue() instanceof Number direction)) return;
            boolean wanted = direction.intValue() < 0;
            if (at == rest.size() || !rest.get(at).equals(entry.getKey())) return;
            if (backwards != null && backwards != wanted) return;
            backwards = wanted;
            at++;
        }
        servesOrder = true;
        descending = backwards != null && backwards;
    }

    /** Whether this key, or one behind it in the direction of reading, may be wanted. */
    private boolean isAhead(KeyValue key) {
        for (int i = 0; i < equal.size(); i++) {
            if (OrderedIndex.compareValues(key.get(i), equal.get(i)) != 0) return false;
        }
        if (range.isEmpty()) return true;
        Object value = key.get(equal.size());
        return descending ? isAbove(value) : isBelow(value);
    }

    private boolean isWithin(KeyValue key) {
        if (range.isEmpty()) return true;
        Object value = key.get(equal.size());
        return isAbove(value) && isBelow(value) && isLike(value, range.values().iterator().next());
    }

    private boolean isAbove(Object value) {
        return holds(value, "$gt", 1, false) && holds(value, "$gte", 1, true);
    }

    private boolean isBelow(Object value) {
        return holds(value, "$lt", -1, false) && holds(value, "$lte", -1, true);
    }

    private boolean holds(Object value, String operator, int sign, boolean orEqual) {
        Object bound = range.get(operator);
        if (bound == null) return true;
        int order = OrderedIndex.compareValues(value, bound) * sign;
        return order > 0 || (orEqual && order == 0);
    }

    /** A range holds values of the type of its bounds only. */
    private static boolean isLike(Object value, Object bound) {
        return bound instanceof Number ? value instanceof Number : bound.getClass().isInstance(value);
    }

    private static boolean isPlain(Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    private static Object valueOf(Object wanted) {
        return wanted instanceof Document one && one.keySet().equals(Set.of("$eq")) ? one.get("$eq") : wanted;
    }

    private static boolean isChoice(Document wanted) {
        return wanted.keySet().equals(Set.of("$in"))
            && ((Collection<?>) wanted.get("$in")).stream().allMatch(IndexRead::isPlain);
    }

    private static boolean isRange(Document wanted) {
        return !wanted.isEmpty() && RANGES.containsAll(wanted.keySet()) && wanted.values().stream().allMatch(IndexRead::isPlain);
    }
}
