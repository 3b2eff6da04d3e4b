package dev.earshot.contracts;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro's binary encoding from a byte array that nobody vouches for.
 *
 * <p>Avro's own decoder allocates as many bytes as a message says its next string or byte field
 * has, before it looks whether they are there: 30 bytes from outside can ask for 2 GB. This one
 * holds every declared length against what is left of the message first, and so never allocates
 * more than a small multiple of the message. It also takes strings for what they are: malformed
 * UTF-8 is an error, not a replacement character in a node's name.
 *
 * <p>What is cut short throws {@link EOFException}, what is impossible another {@link IOException}.
 * For one message and one thread.
 */
final class BoundedDecoder extends Decoder {
  private static final char REPLACEMENT = '\uFFFD';

  private final byte[] message;
  private final ByteBuffer littleEndian;
  private int position;

  /**
   * @param message read in place
   * @param position where the encoded record starts
   */
  BoundedDecoder(byte[] message, int position) {
    this.message = message;
    this.littleEndian = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    this.position = position;
  }

  /** Bytes that have not been read. */
  int remaining() {
    return message.length - position;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    int value = message[take(1)];
    if (value != 0 && value != 1) {
      throw new IOException("a boolean is written as " + value);
    }
    return value == 1;
  }

  @Override
  public int readInt() throws IOException {
    long value = readLong();
    if (value != (int) value) {
      throw new IOException("an int is written as " + value);
    }
    return (int) value;
  }

  /**
   * Variable length, seven bits a byte and the lowest first, zig-zag: Avro 1.12, "Primitive Types".
   */
  @Override
  public long readLong() throws IOException {
    long zigzag = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = message[take(1)];
      zigzag |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
    throw new IOException("a number goes on after its tenth byte");
  }

  @Override
  public float readFloat() throws IOException {
    return littleEndian.getFloat(take(Float.BYTES));
  }

  @Override
  public double readDouble() throws IOException {
    return littleEndian.getDouble(take(Double.BYTES));
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    return new Utf8(readString());
  }

  @Override
  public String readString() throws IOException {
    int length = readLength();
    int start = take(length);
    String text = new String(message, start, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) { // written as such, or put there for malformed bytes
      refuseMalformed(ByteBuffer.wrap(message, start, length));
    }
    return text;
  }

  private static void refuseMalformed(ByteBuffer utf8) throws IOException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(utf8);
    } catch (CharacterCodingException e) {
      throw new IOException("a string is not UTF-8", e);
    }
  }

  @Override
  public void skipString() throws IOException {
    take(readLength());
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    byte[] bytes = new byte[readLength()];
    readFixed(bytes, 0, bytes.length);
    return ByteBuffer.wrap(bytes);
  }

  @Override
  public void skipBytes() throws IOException {
    take(readLength());
  }

  @Override
  public void readFixed(byte[] bytes, int start, int length) throws IOException {
    System.arraycopy(message, take(length), bytes, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    take(length);
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public int readIndex() throws IOException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws IOException {
    return readItemCount();
  }

  @Override
  public long arrayNext() throws IOException {
    return readItemCount();
  }

  @Override
  public long skipArray() throws IOException {
    return skipItems();
  }

  @Override
  public long readMapStart() throws IOException {
    return readItemCount();
  }

  @Override
  public long mapNext() throws IOException {
    return readItemCount();
  }

  @Override
  public long skipMap() throws IOException {
    return skipItems();
  }

  /** A block's count; a negative one is followed by the block's size in bytes. */
  private long readItemCount() throws IOException {
    long count = readLong();
    if (count < 0) {
      readLength();
      count = -count;
    }
    return bounded(count); // every item of a contract takes a byte at least
  }

  private long skipItems() throws IOException {
    for (long count = readLong(); count != 0; count = readLong()) {
      if (count > 0) {
        return bounded(count); // no size is given: the caller skips them one by one
      }
      take(readLength());
    }
    return 0;
  }

  private int readLength() throws IOException {
    return bounded(readLong());
  }

  private int bounded(long declared) throws IOException {
    if (declared < 0) {
      throw new IOException("a length is written as " + declared);
    }
    if (declared > remaining()) {
      throw new EOFException(
          declared + " bytes or items announced, " + remaining() + " bytes left");
    }
    return (int) declared;
  }

  /** Moves on by {@code bytes} and returns where they start. */
  private int take(int bytes) throws IOException {
    int start = position;
    position += bounded(bytes);
    return start;
  }
}
