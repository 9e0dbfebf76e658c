using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;

namespace Registry.Domain.Canonical;

/// <summary>ECMAScript's Number::toString in base 10 (ECMA-262 6.1.6.1.20), which RFC 8785 3.2.2.3 demands.</summary>
internal static class EcmaScriptNumber
{
    private const double MaxSafeInteger = 9007199254740991;

    // A sign, 17 digits, up to 6 zeros, a point, or an exponent of 5 characters.
    private const int MaxLength = 32;

    /// <summary>Writes a finite number.</summary>
    public static void Write(CanonicalOutput output, double number)
    {
        if (Math.Abs(number) <= MaxSafeInteger && Math.Truncate(number) == number)
        {
            // Minus zero is written 0 as well.
            WriteWhole(output, (long)number);
            return;
        }
        if (number < 0) output.Write("-"u8);
        WritePositive(output, Math.Abs(number));
    }

    private static void WritePositive(CanonicalOutput output, double number)
    {
        Span<byte> buffer = stackalloc byte[17];
        var (count, point) = ShortestDigits(number, buffer);
        ReadOnlySpan<byte> digits = buffer[..count];

        if (point is > 0 and <= 21)
        {
            output.Write(digits[..Math.Min(count, point)]);
            WriteZeros(output, point - count);
            if (count > point)
            {
                output.Write("."u8);
                output.Write(digits[point..]);
            }
        }
        else if (point is > -6 and <= 0)
        {
            output.Write("0."u8);
            WriteZeros(output, -point);
            output.Write(digits);
        }
        else
        {
            WriteWithExponent(output, digits, point - 1);
        }
    }

    private static void WriteWithExponent(CanonicalOutput output, ReadOnlySpan<byte> digits, int exponent)
    {
        output.Write(digits[..1]);
        if (digits.Length > 1)
        {
            output.Write("."u8);
            output.Write(digits[1..]);
        }
        output.Write(exponent < 0 ? "e-"u8 : "e+"u8);
        WriteWhole(output, Math.Abs(exponent));
    }

    private static void WriteWhole(CanonicalOutput output, long number)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        Utf8Formatter.TryFormat(number, text, out var length);
        output.Write(text[..length]);
    }

    private static void WriteZeros(CanonicalOutput output, int count)
    {
        for (; count > 0; count--) output.Write("0"u8);
    }

    /// <summary>The fewest digits that give the number back, without leading or trailing zeros, and how many of them stand
    /// before the point (negative: zeros between the point and the first digit). .NET finds the digits, but lays them out its
    /// own way.</summary>
    private static (int Count, int Point) ShortestDigits(double number, Span<byte> digits)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        if (!number.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture)) throw new UnreachableException();
        text = text[..length];

        var exponent = 0;
        if (text.IndexOf((byte)'E') is >= 0 and var mark)
        {
            exponent = int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }

        int count = 0, point = text.IndexOf((byte)'.') is >= 0 and var dot ? dot : text.Length;
        foreach (var character in text)
        {
            if (character == '.') continue;
            if (count == 0 && character == '0') point--;
            else digits[count++] = character;
        }
        while (digits[count - 1] == '0') count--;
        return (count, point + exponent);
    }
}
