import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BiConsumer;
import java.util.zip.CRC32;

/**
 * Commands in a file, in the order of their execution: length, checksum and a document each. What was appended is with
 * the operating system, so it survives the end of this process; a record that was cut off is none.
 */
final class Journal {
    private static final int HEAD = 8;

    private final FileChannel file;

    private Journal(FileChannel file) {
        this.file = file;
    }

    static Journal open(Path path, BiConsumer<String, Document> replay) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long whole = readWhole(path, replay);
        file.truncate(whole).position(whole);
        return new Journal(file);
    }

    void append(String database, Document query) throws IOException {
        ByteBuf body = Unpooled.buffer();
        BsonEncoder.encodeDocument(new Document("database", database).append("query", query), body);
        byte[] bytes = new byte[body.readableBytes()];
        body.readBytes(bytes);
        ByteBuffer record = ByteBuffer.allocate(HEAD + bytes.length);
        record.putInt(bytes.length).putInt(checksum(bytes)).put(bytes).flip();
        while (record.hasRemaining()) file.write(record);
    }

    /** Returns where the last whole record ends. */
    private static long readWhole(Path path, BiConsumer<String, Document> replay) throws IOException {
        long end = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 20))) {
            while (true) {
                int length = in.readInt();
                int checksum = in.readInt();
                byte[] bytes = in.readNBytes(length);
                if (bytes.length < length || checksum(bytes) != checksum) return end;
                end += HEAD + length;
                Document record = BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bytes));
                replay.accept((String) record.get("database"), (Document) record.get("query"));
            }
        } catch (EOFException cutOff) {
            return end;
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
