using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PanelAssist.Server.Data.Hot;

/// <summary>The hot writers' one connection, with its statements prepared once.</summary>
internal sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    public sqlite3 Handle => connection.Handle!;

    /// <summary>The prepared statement for a constant text, reset and ready to bind.</summary>
    public SqliteStatement Prepare(string sql)
    {
        ref var statement = ref CollectionsMarshal.GetValueRefOrAddDefault(_statements, sql, out var exists);
        if (!exists)
        {
            statement = new SqliteStatement(Handle, sql);
        }

        statement!.Reset();
        return statement;
    }

    /// <summary>Rows changed by the statement that ran last.</summary>
    public int Changes => raw.sqlite3_changes(Handle);

    public void Run(string sql) => Prepare(sql).Run();

    /// <summary>A statement left on a row would keep its snapshot beyond the commit, and the next write would be refused as out of date.</summary>
    public void ResetAll()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Reset();
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }
}

/// <summary>A prepared statement over SQLite's own interface: the hot path runs tens of thousands a second, and ADO's parameters cost more than the statement.</summary>
internal sealed class SqliteStatement : IHotRow, IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _next = 1;

    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out _statement));
    }

    public void Reset()
    {
        // The result of reset repeats the error of the last step, which was thrown then.
        raw.sqlite3_reset(_statement);
        _next = 1;
    }

    public SqliteStatement Bind(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        Check(raw.sqlite3_bind_blob(_statement, _next++, bytes));
        return this;
    }

    public SqliteStatement Bind(Guid? value) => value is { } id ? Bind(id) : BindNull();

    public SqliteStatement Bind(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, _next++, value));
        return this;
    }

    public SqliteStatement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    public SqliteStatement Bind(DateTimeOffset value) => Bind(value.ToUnixTimeMilliseconds());

    public SqliteStatement Bind(DateTimeOffset? value) => value is { } moment ? Bind(moment) : BindNull();

    public SqliteStatement Bind(string? value)
    {
        if (value is null)
        {
            return BindNull();
        }

        Check(raw.sqlite3_bind_text16(_statement, _next++, value.AsSpan()));
        return this;
    }

    public SqliteStatement Bind(byte[]? value)
    {
        if (value is null)
        {
            return BindNull();
        }

        Check(raw.sqlite3_bind_blob(_statement, _next++, value));
        return this;
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Moves to the next row.</summary>
    public bool Step() => raw.sqlite3_step(_statement) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        var code => throw Error(code),
    };

    public long GetInt64(int column) => raw.sqlite3_column_int64(_statement, column);

    public long? GetInt64OrNull(int column) => IsNull(column) ? null : GetInt64(column);

    public bool GetBoolean(int column) => GetInt64(column) != 0;

    public string GetString(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public string? GetStringOrNull(int column) => IsNull(column) ? null : GetString(column);

    public byte[] GetBytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public byte[]? GetBytesOrNull(int column) => IsNull(column) ? null : GetBytes(column);

    public Guid GetGuid(int column) => new(raw.sqlite3_column_blob(_statement, column), bigEndian: true);

    public Guid? GetGuidOrNull(int column) => IsNull(column) ? null : GetGuid(column);

    public DateTimeOffset GetMoment(int column) => DateTimeOffset.FromUnixTimeMilliseconds(GetInt64(column));

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public void Dispose() => _statement.Dispose();

    private SqliteStatement BindNull()
    {
        Check(raw.sqlite3_bind_null(_statement, _next++));
        return this;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Error(code);
        }
    }

    private SqliteException Error(int code) =>
        new(raw.sqlite3_errmsg(_database).utf8_to_string(), code, raw.sqlite3_extended_errcode(_database));
}
