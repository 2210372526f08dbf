using System.Buffers;

namespace PanelAssist.Engine.Intents;

/// <summary>One pass over a folded message: its order ids, and what its words say.</summary>
internal ref struct MessageScan
{
    /// <summary>How far a word with a dot is followed to see whether it is a web address.</summary>
    private const int AddressLookAhead = 256;

    private static readonly SearchValues<char> AmountChars = SearchValues.Create("0123456789.,:");

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private bool _negativeSign;
    private OrderIdRun _run;
    private OrderIdCollector _ids;
    private MessageWords _words;

    private MessageScan(ReadOnlySpan<char> text) => _text = text;

    public readonly OrderIds Orders => _ids.ToOrderIds();

    public readonly bool HasIds => !_ids.IsEmpty;

    public readonly MessageWords Words => _words;

    public static MessageScan Of(ReadOnlySpan<char> text)
    {
        var scan = new MessageScan(text);
        while (scan._at < text.Length)
        {
            var c = text[scan._at];
            if (char.IsAsciiDigit(c))
            {
                scan.ReadNumber();
            }
            else if (FoldedText.IsWordChar(c))
            {
                scan.ReadWord();
            }
            else
            {
                scan.ReadMark(c);
            }
        }

        scan.EndRun();
        return scan;
    }

    private void ReadMark(char mark)
    {
        var before = _at > 0 ? _text[_at - 1] : ' ';
        var digitFollows = _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1]);
        switch (mark)
        {
            case ' ' or '\t':
                break;
            case '-' when _run.CanConnect && !(before is ' ' && digitFollows):
                _run.Connect();
                break;
            case '-' when digitFollows && !FoldedText.IsWordChar(before):
                EndRun();
                _negativeSign = true;
                break;
            case '$' or '%' when _run.EndsAt(_at):
                _run.Drop();
                _words.AddForeign();
                break;
            case '$' when digitFollows:
                EndRun();
                _at = EndOfAmount(_at + 1);
                _words.AddForeign();
                return;
            case '@':
                SkipToBlank();
                return;
            case '#':
                EndRun();
                _words.MarksNumber |= digitFollows;
                break;
            default:
                EndRun();
                break;
        }

        _at++;
    }

    private void ReadNumber()
    {
        var start = _at;
        var end = EndOfDigits(start);
        if (end < _text.Length && FoldedText.IsWordChar(_text[end]))
        {
            var wordEnd = EndOfWord(end);
            if (Lexicon.Find(Trimmed(end, wordEnd)).Role is not (Role.Verb or Role.Order or Role.Noise or Role.RangeWord))
            {
                SkipGlued(wordEnd);
                return;
            }
        }
        else if (IsDecimal(start, end))
        {
            SkipGlued(EndOfAmount(start));
            return;
        }

        if (_negativeSign)
        {
            _negativeSign = false;
            _run = OrderIdRun.Broken(start - 1, end, OrderIdProblem.Negative);
        }
        else if (_run.Connected)
        {
            _run.Extend(start, end);
        }
        else
        {
            EndRun();
            _run = OrderIdRun.Single(start, end);
        }

        _at = end;
    }

    private void ReadWord()
    {
        var start = _at;
        var end = EndOfWord(start);
        if (IsAddress(end))
        {
            SkipToBlank();
            return;
        }

        var word = Trimmed(start, end);
        var lexeme = Lexicon.Find(word);
        var glued = end < _text.Length && char.IsAsciiDigit(_text[end]);
        if (glued && lexeme.Role is not (Role.Verb or Role.Order or Role.Noise or Role.No or Role.RangeWord))
        {
            SkipGlued(end);
            return;
        }

        _at = end;
        if (lexeme.Role is Role.RangeWord && _run.CanConnect)
        {
            _run.Connect();
            return;
        }

        if (lexeme.Role is Role.Unit && _run.IsLoneNumber)
        {
            _run.Drop();
        }

        EndRun();
        _words.Add(word, lexeme, NumberFollows());
    }

    private void EndRun()
    {
        _run.AddTo(ref _ids, _text);
        _run = default;
        _negativeSign = false;
    }

    /// <summary>"10k", "R30", "ord_77", "12.50": letters and digits that together are no order id.</summary>
    private void SkipGlued(int end)
    {
        EndRun();
        while (end < _text.Length && (char.IsAsciiDigit(_text[end]) || FoldedText.IsWordChar(_text[end])))
        {
            end++;
        }

        _at = end;
        _words.AddForeign();
    }

    private void SkipToBlank()
    {
        EndRun();
        var blank = _text[_at..].IndexOfAny(' ', '\n');
        _at = blank < 0 ? _text.Length : _at + blank;
        _words.AddForeign();
    }

    private readonly bool IsAddress(int end)
    {
        if (end >= _text.Length || _text[end] is not (':' or '.' or '@'))
        {
            return false;
        }

        var ahead = _text[end..Math.Min(_text.Length, end + AddressLookAhead)];
        var blank = ahead.IndexOfAny(' ', '\n');
        ahead = blank < 0 ? ahead : ahead[..blank];
        return ahead[0] is '@' || (ahead.Contains('/') && ahead.Length > 1 && !char.IsAsciiDigit(ahead[1]));
    }

    /// <summary>"12.50" and "10:30" are an amount and a time; "12345.12346" is two ids with a dot between.</summary>
    private readonly bool IsDecimal(int start, int end)
    {
        if (end + 1 >= _text.Length || _text[end] is not ('.' or ':') || !char.IsAsciiDigit(_text[end + 1]))
        {
            return false;
        }

        return _text[end] is ':' || end - start < 4 || EndOfDigits(end + 1) - end - 1 < 4;
    }

    private readonly bool NumberFollows()
    {
        var rest = _text[_at..].TrimStart(" .:#");
        return rest.Length > 0 && char.IsAsciiDigit(rest[0]);
    }

    private readonly ReadOnlySpan<char> Trimmed(int start, int end) => _text[start..end].Trim('_');

    private readonly int EndOfDigits(int from)
    {
        var length = _text[from..].IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? _text.Length : from + length;
    }

    private readonly int EndOfAmount(int from)
    {
        var length = _text[from..].IndexOfAnyExcept(AmountChars);
        return length < 0 ? _text.Length : from + length;
    }

    private readonly int EndOfWord(int from)
    {
        while (from < _text.Length && FoldedText.IsWordChar(_text[from]))
        {
            from++;
        }

        return from;
    }
}
