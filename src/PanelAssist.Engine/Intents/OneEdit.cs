namespace PanelAssist.Engine.Intents;

/// <summary>Whether one letter inserted, left out, replaced or swapped with its neighbour makes one word of the other.</summary>
internal static class OneEdit
{
    public static bool Apart(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (left.Length > right.Length)
        {
            var longer = left;
            left = right;
            right = longer;
        }

        if (right.Length - left.Length > 1)
        {
            return false;
        }

        var same = left.CommonPrefixLength(right);
        if (right.Length != left.Length)
        {
            return left[same..].SequenceEqual(right[(same + 1)..]);
        }

        if (same == left.Length)
        {
            return false;
        }

        var leftRest = left[(same + 1)..];
        var rightRest = right[(same + 1)..];
        return leftRest.SequenceEqual(rightRest)
            || (leftRest.Length > 0 && left[same] == rightRest[0] && right[same] == leftRest[0] && leftRest[1..].SequenceEqual(rightRest[1..]));
    }
}
