package dev.earshot.contracts;

import dev.earshot.contracts.UndecodableException.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.FastReaderBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes and reads one contract in Avro's single-object encoding (Avro 1.12 specification,
 * "Single-object encoding"): the bytes {@code C3 01}, the CRC-64-AVRO fingerprint of the writer's
 * schema in little-endian order, the record. No registry is needed: a reader knows every
 * {@linkplain ReleasedSchemas released} version of its type by fingerprint, and Avro resolves it to
 * the reader's own version.
 *
 * <p>Bytes from outside are safe to hand to {@link #decode}: whatever they are, the answer is a
 * record or an {@link UndecodableException}, and no more memory is taken than a small multiple of
 * the message.
 *
 * <p>Thread-safe.
 *
 * @param <T> the generated record
 */
public final class SingleObject<T extends SpecificRecord> {
  private static final byte[] MARKER = {(byte) 0xC3, 0x01};
  private static final int HEADER_BYTES = MARKER.length + Long.BYTES;

  private final String typeName;
  private final BinaryMessageEncoder<T> encoder;
  private final Map<Long, DatumReader<T>> readersByFingerprint = new HashMap<>();

  private SingleObject(Class<T> type, List<Schema> writers) {
    SpecificData model = SpecificData.getForClass(type);
    Schema current = model.getSchema(type);
    this.typeName = current.getName();
    this.encoder = new BinaryMessageEncoder<>(model, current);
    FastReaderBuilder readers = model.getFastReaderBuilder();
    for (Schema writer : writers) {
      readersByFingerprint.put(fingerprint(writer), reader(readers, writer, current));
    }
    readersByFingerprint.put(fingerprint(current), reader(readers, current, current));
  }

  private static <T> DatumReader<T> reader(FastReaderBuilder readers, Schema writer, Schema own) {
    try {
      return readers.createDatumReader(writer, own);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + writer + " as " + own, e);
    }
  }

  /** For a contract of this project, knowing all its released versions. */
  public static <T extends SpecificRecord> SingleObject<T> of(Class<T> type) {
    return of(type, List.of());
  }

  /**
   * The same, knowing further writers.
   *
   * @param furtherWriters versions newer than this reader, from a schema registry say
   */
  public static <T extends SpecificRecord> SingleObject<T> of(
      Class<T> type, List<Schema> furtherWriters) {
    List<Schema> writers = new ArrayList<>(ReleasedSchemas.of(type.getSimpleName()));
    writers.addAll(furtherWriters);
    return new SingleObject<>(type, writers);
  }

  /**
   * A record as bytes, with the current version of its schema.
   *
   * @throws IllegalArgumentException if a field that must not be null is
   */
  public byte[] encode(T value) {
    try {
      ByteBuffer encoded = encoder.encode(value);
      return encoded.array(); // a copy of its own, exactly as long as the message
    } catch (IOException | AvroRuntimeException | NullPointerException | ClassCastException e) {
      throw new IllegalArgumentException("not a complete " + typeName + ": " + value, e);
    }
  }

  /**
   * A record from bytes that any released version wrote.
   *
   * @param message the whole message; not changed, and not referred to afterwards
   * @throws UndecodableException for everything else
   */
  public T decode(byte[] message) throws UndecodableException {
    DatumReader<T> reader = readerFor(message);
    BoundedDecoder in = new BoundedDecoder(message, HEADER_BYTES);
    T value = read(reader, in);
    if (in.remaining() > 0) {
      throw new UndecodableException(
          Problem.TRAILING_BYTES, in.remaining() + " bytes follow the " + typeName);
    }
    return value;
  }

  private DatumReader<T> readerFor(byte[] message) throws UndecodableException {
    for (int i = 0; i < MARKER.length; i++) {
      if (i < message.length && message[i] != MARKER[i]) {
        throw new UndecodableException(
            Problem.NOT_SINGLE_OBJECT, "the message does not start with C3 01");
      }
    }
    if (message.length < HEADER_BYTES) {
      throw new UndecodableException(
          Problem.TRUNCATED, message.length + " bytes, a header has " + HEADER_BYTES);
    }
    long fingerprint =
        ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getLong(MARKER.length);
    DatumReader<T> reader = readersByFingerprint.get(fingerprint);
    if (reader == null) {
      throw new UndecodableException(
          Problem.UNKNOWN_SCHEMA,
          String.format("no version of %s has fingerprint %016x", typeName, fingerprint));
    }
    return reader;
  }

  private T read(DatumReader<T> reader, BoundedDecoder in) throws UndecodableException {
    try {
      return reader.read(null, in);
    } catch (EOFException e) {
      throw new UndecodableException(Problem.TRUNCATED, e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      // Avro answers an impossible union branch or enum symbol with whatever its arrays throw
      throw new UndecodableException(Problem.DAMAGED, String.valueOf(e.getMessage()), e);
    }
  }

  /** CRC-64-AVRO of a schema's parsing canonical form: what names it in a message. */
  static long fingerprint(Schema schema) {
    return SchemaNormalization.parsingFingerprint64(schema);
  }
}
